"""Writes SVG elements: escaped, with short numbers and no style attribute."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Value = str | float


def element(tag: str, content: str = "", **attributes: Value) -> SafeString:
    """Return ``<tag …>content</tag>``; ``class_`` and ``view_box`` read as in SVG."""
    written = format_html_join(
        "", ' {}="{}"', ((_name(name), _short(v)) for name, v in attributes.items())
    )
    return format_html("<{}{}>{}</{}>", tag, written, content, tag)


def join(parts: Iterable[SafeString]) -> SafeString:
    """Return elements one after another."""
    return format_html_join("\n", "{}", ((part,) for part in parts))


def percent(share: float) -> str:
    """Return a share of the width."""
    return f"{_short(share * 100)}%"


_NAMES = {
    "view_box": "viewBox",
    "preserve_aspect_ratio": "preserveAspectRatio",
    "class_": "class",
    "aria_label": "aria-label",
    "aria_labelledby": "aria-labelledby",
    "text_anchor": "text-anchor",
}


def _name(name: str) -> str:
    return _NAMES.get(name, name)


def _short(value: Value) -> str:
    if isinstance(value, str):
        return value
    return f"{value:.2f}".rstrip("0").rstrip(".") or "0"
