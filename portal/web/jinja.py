"""The other template engine, for tables of many thousand cells."""

from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from jinja2 import Environment, StrictUndefined

from portal.web import formats
from portal.web.templatetags import parts


def environment(**options: Any) -> Environment:
    """Return Jinja2 as ``frontend/jinja2`` needs it; it escapes as Django does."""
    ours = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    made = Environment(**{**options, **ours})  # noqa: S701 - options turn escaping on
    made.filters["points"] = formats.points
    made.filters["maximum"] = formats.maximum
    made.globals["icon"] = parts.icon
    return made


def drawn(template: str, **context: Any) -> SafeString:
    """Return what Jinja2 draws, for a page that Django draws around it."""
    return mark_safe(render_to_string(template, context, using="jinja2"))  # noqa: S308
