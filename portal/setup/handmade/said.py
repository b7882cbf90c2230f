"""What was said of one assignment in its form."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.setup.handmade.fields import PEOPLE

Table = dict[str, Any]
Rows = tuple[Table, ...]


@dataclass(frozen=True)
class Said:
    """Its values, and rows where there are some; ``checks`` are what gives points."""

    values: Table
    dates: Mapping[str, Any] = field(default_factory=dict)
    way: str = PEOPLE
    checks: Rows = ()
    sections: Rows = ()
    questions: Rows = ()
    slots: Rows = ()

    @property
    def slug(self) -> str:
        return str(self.values.get("slug") or slug_of(self.values.get("title", "")))


def slug_of(title: str) -> str:
    """Return a short name made of a title: lower-case letters, digits, hyphens."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:48].strip("-")


def is_name(text: str) -> bool:
    """Say whether it may be a short name, and a part of a file's."""
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None


def free_name(wanted: str, taken: set[str]) -> str:
    """Return ``wanted``, or with a number behind it where it is taken; now it is."""
    name, number = wanted, 2
    while name in taken:
        name, number = f"{wanted}-{number}", number + 1
    taken.add(name)
    return name
