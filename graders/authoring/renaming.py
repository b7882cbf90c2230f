"""Puts an assignment's own name and dates where an example's were."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

WEEKS_OPEN = 2


def title_of(slug: str) -> str:
    """Return a first title: ``hw07-prune-it`` becomes ``Prune it``."""
    words = slug.split("-")
    if len(words) > 1 and re.fullmatch(r"[a-z]{1,4}\d+", words[0]):
        words = words[1:]
    return " ".join(words).capitalize()


def renamed(text: str, *, slug: str, category: str, now: datetime) -> str:
    """Return an example's ``assignment.toml`` as that of ``slug``.

    It is released at the start of the day of ``now`` and due two weeks later, at the
    end of a day: instants, which a course without sessions understands as well.
    """
    due = now + timedelta(weeks=WEEKS_OPEN)
    values = {
        "slug": f'"{slug}"',
        "title": f'"{title_of(slug)}"',
        "category": f'"{category}"',
        "release": f"{now:%Y-%m-%d}T00:00:00",
        "due": f"{due:%Y-%m-%d}T23:59:00",
    }
    for key, value in values.items():
        text, count = re.subn(rf"(?m)^{key} = .*$", f"{key} = {value}", text, count=1)
        if count != 1:
            raise ValueError(f"the example has no line for {key}")
    return text
