"""What a question offers to choose from: lines of a form to options, and back."""

import re
from collections.abc import Mapping
from string import ascii_lowercase
from typing import Any

from portal.lib.errors import InvalidError
from portal.setup.handmade.said import Table

CHOICES = ("single", "multiple")
LINE = re.compile(
    r"(?P<mark>\*)?\s*(?:(?P<key>[a-z0-9]+(?:[-_][a-z0-9]+)*)\)\s+)?(?P<text>.+)"
)


def read(row: Table, where: str) -> tuple[Table, Any]:
    """Return the options, and the keys of those that are right, if some are.

    A line is ``text`` or ``key) text``; answers are kept under the key, so what has
    one keeps it wherever the line stands.
    """
    if row.get("kind") not in CHOICES:
        return {}, None
    lines = [one.strip() for one in row.get("options", "").split("\n") if one.strip()]
    if not 2 <= len(lines) <= 26:
        raise InvalidError(f"{where}: give 2 to 26 options, one a line.")
    found = [match for match in map(LINE.fullmatch, lines) if match is not None]
    keys = [match["key"] for match in found if match["key"]]
    for key in keys:
        if keys.count(key) > 1:
            raise InvalidError(f"{where}: two options begin with {key}).")
    free = (one for one in ascii_lowercase if one not in keys)
    named = [(match["key"] or next(free), match) for match in found]
    right = [key for key, match in named if match["mark"]]
    if row["kind"] == "single" and len(right) > 1:
        raise InvalidError(f"{where}: one option is right, not {len(right)}.")
    answer: Any = right[0] if row["kind"] == "single" and right else right or None
    return {"options": {key: match["text"] for key, match in named}}, answer


def shown(options: Mapping[str, str], right: Any) -> str:
    """Return the lines that ``read`` makes these options of."""
    keys = right if isinstance(right, list) else [right]
    return "\n".join(
        f"{'* ' if key in keys else ''}{key}) {text}" for key, text in options.items()
    )
