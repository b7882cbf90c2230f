"""Small parts of every page: icons, states, copyable commands."""

from functools import cache
from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from graders.spec import is_shared_trust

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", spin: bool = False) -> SafeString:
    """Draw one icon of the sprite; with ``label`` it speaks, else it is silent."""
    href = f"{_sprite()}#{name}"
    kind = "icon spin" if spin else "icon"
    if label:
        return format_html(
            '<svg class="{}" role="img" aria-label="{}"><use href="{}"/></svg>',
            kind,
            label,
            href,
        )
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}"/></svg>', kind, href
    )


@cache
def _sprite() -> str:
    """Return the sprite's address: a page asks for it up to fifty times."""
    return static("sprite.svg")


@register.simple_tag
def state(word: str, name: str, tone: str, pill: bool = False) -> SafeString:
    """Write a state: icon and word in a tone, never colour alone."""
    return format_html(
        '<span class="state is-{}{}">{}{}</span>',
        tone,
        " pill" if pill else "",
        turning_icon(name),
        word,
    )


@register.simple_tag
def state_of(thing: Any, pill: bool = False) -> SafeString:
    """Write the state of anything with a word, an icon and a tone."""
    return state(thing.word, thing.icon, thing.tone, pill=pill)


@register.inclusion_tag("components/command.html")
def command(text: str) -> dict[str, str]:
    """Show a command to copy."""
    return {"text": text}


@register.simple_tag
def turning_icon(name: str) -> SafeString:
    """Draw an icon that turns where it means that something runs."""
    return icon(name, spin=name == "loader-circle")


@register.inclusion_tag("components/shared_trust.html")
def shared_trust(family: str) -> dict[str, bool]:
    """Say it where an autograder's word is all there is; nothing for other families."""
    return {"is_shared": is_shared_trust(family)}
