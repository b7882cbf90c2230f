"""Filters and tags over portal.web.formats: points, sizes, durations, instants."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import template
from django.template import Context
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.web import formats

register = template.Library()


def _lenient(written: Callable[..., str]) -> Callable[..., str]:
    """Let a name that a template could not resolve read as none."""

    @wraps(written)
    def lenient(value: Any, *arguments: Any) -> str:
        return formats.NONE if value in (None, "") else written(value, *arguments)

    return lenient


for _filter in (
    formats.points,
    formats.maximum,
    formats.signed,
    formats.whole,
    formats.file_size,
    formats.memory,
    formats.duration,
    formats.span,
    formats.estimate,
    formats.measure,
):
    register.filter(_filter.__name__, _lenient(_filter))


@register.filter
def clock_since(at: datetime) -> str:
    """Return the running clock since an instant."""
    return formats.running_clock((timezone.now() - at).total_seconds())


@register.filter
def distance(at: datetime) -> str:
    """Return how far off an instant is."""
    return formats.distance(at, now=timezone.now())


@register.filter(is_safe=True)
def unbroken(text: str) -> str:
    """Keep each number and its percent sign on one line."""
    return formats.unbroken(text)


@register.filter
def words(name: str) -> str:
    """Return a name of ours as words."""
    return name.replace("_", " ")


@register.filter
def short_digest(digest: str) -> str:
    """Return the first six characters after ``sha256:``."""
    return digest.removeprefix("sha256:")[:6]


@register.simple_tag(takes_context=True)
def instant(context: Context, at: datetime | None, zone: str = "") -> SafeString | str:
    """Write an instant in the course's zone, the year only if another one."""
    if at is None:
        return formats.NONE
    where = formats.zone_of(zone or _own_zone(context))
    text = formats.instant(at, where, now=timezone.now())
    return format_html('<time datetime="{}">{}</time>', at.isoformat(), text)


@register.simple_tag(takes_context=True)
def yours(context: Context, at: datetime | None, zone: str = "") -> str:
    """Return the reader's own time if it differs from the course's; else nothing."""
    mine = _own_zone(context)
    if at is None or not mine or not zone:
        return ""
    return formats.yours(
        at, formats.zone_of(zone), formats.zone_of(mine), now=timezone.now()
    )


def _own_zone(context: Context) -> str:
    user: Any = context.get("user")
    return getattr(user, "timezone", "") or ""
