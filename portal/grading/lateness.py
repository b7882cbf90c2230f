"""Pure rules of lateness: which rule of a course holds, and when late begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

# What points_after can apply; course files may name more, which loading refuses.
APPLIED_RULES = ("zero",)


@dataclass(frozen=True)
class Lateness:
    """What the course says of late work for one assignment; no rule costs nothing."""

    rule: str = ""
    grace: timedelta = timedelta(0)


def lateness_of(
    policy: Mapping[str, Any], *, category: str, assignment: str
) -> Lateness:
    """Return the first rule of a course's ``policy`` that speaks of the assignment."""
    for rule in policy.get("late", ()):
        options = {**rule, **rule.get("options", {})}
        if _speaks_of(options.get("categories"), category) and _speaks_of(
            options.get("assignments"), assignment
        ):
            grace = timedelta(minutes=rule.get("grace_minutes", 0))
            return Lateness(rule["rule"], grace)
    return Lateness()


def is_late(received_at: datetime, due_at: datetime | None, lateness: Lateness) -> bool:
    """Return whether work came after the due date and its grace."""
    return due_at is not None and received_at > due_at + lateness.grace


def points_after(points: float, *, is_late: bool, lateness: Lateness) -> float:
    """Return what late work is worth; rules that need days late are not there yet."""
    return 0.0 if is_late and lateness.rule else points


def _speaks_of(named: Any, slug: str) -> bool:
    return not named or slug in named
