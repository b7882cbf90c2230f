"""Remarks of graders, where a template draws one by itself."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from portal.web.marking.marks import ShownRemark, remark_html

register = template.Library()


@register.simple_tag
def remark(shown: ShownRemark) -> SafeString:
    """Write one remark with who wrote it."""
    return remark_html(shown)


@register.simple_tag
def pins(found: Iterable[Any]) -> SafeString:
    """Draw where comments are on a page, over its picture; numbers as in the list."""
    return format_html(
        '<svg class="pins" aria-hidden="true">{}</svg>',
        format_html_join(
            "",
            '<svg x="{}%" y="{}%" overflow="visible">'
            '<circle r="11" /><text>{}</text></svg>',
            ((f"{left / 10:g}", f"{top / 10:g}", n) for n, left, top in _points(found)),
        ),
    )


def _points(found: Iterable[Any]) -> Iterable[tuple[int, int, int]]:
    for one in found:
        place = getattr(one, "remark", one)
        if place.left is not None:
            yield one.number, place.left, place.top
