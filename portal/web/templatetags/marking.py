"""Remarks of graders, where a template draws one by itself."""

from django import template
from django.utils.safestring import SafeString

from portal.web.marking.marks import ShownRemark, remark_html

register = template.Library()


@register.simple_tag
def remark(shown: ShownRemark) -> SafeString:
    """Write one remark with who wrote it."""
    return remark_html(shown)
