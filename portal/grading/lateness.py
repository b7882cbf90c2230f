"""Pure rules of lateness: which rule of a course holds, when late begins, how late."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from graders.spec.dates import at_wall_clock, shifted
from portal.assignments.dates import DueDates

# What portal.gradebook.policy.late applies; a load refuses any other.
APPLIED_RULES = ("zero", "gate", "per_day", "slip_days")
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Lateness:
    """What the course says of late work for one assignment; no rule costs nothing.

    ``place`` says which of the course's rules it is: slip days of one rule are one
    purse, whatever the assignment.
    """

    rule: str = ""
    grace: timedelta = timedelta(0)
    percent: float | None = None  # of the points, each day that is not paid for
    max_days: int | None = None  # after so many it is 0
    days: int = 0  # slip days of a student in the term
    most_each: int | None = None  # slip days on one assignment
    day: str = "calendar"  # or "elapsed": 24 hours each
    place: int = -1

    @property
    def is_gate(self) -> bool:
        """Whether late work is not even taken."""
        return self.rule == "gate"


def lateness_of(
    policy: Mapping[str, Any], *, category: str, assignment: str
) -> Lateness:
    """Return the first rule of a course's ``policy`` that speaks of the assignment."""
    for place, rule in enumerate(policy.get("late", ())):
        options = {**rule, **rule.get("options", {})}
        if _speaks_of(options.get("categories"), category) and _speaks_of(
            options.get("assignments"), assignment
        ):
            return _lateness(rule["rule"], options, place)
    return Lateness()


def is_late(received_at: datetime, due_at: datetime | None, lateness: Lateness) -> bool:
    """Return whether work came after the due date and its grace."""
    return due_at is not None and received_at > due_at + lateness.grace


def days_late(
    received_at: datetime, due_at: datetime | None, lateness: Lateness, zone: ZoneInfo
) -> int:
    """Return how many days have begun since the due date; 0 within the grace.

    A calendar day ends at the due date's time on the clock in ``zone``, be the day 23
    or 25 hours long; an elapsed one after 24 hours. Grace does not move their count.
    """
    if due_at is None or not is_late(received_at, due_at, lateness):
        return 0
    days = max(1, math.ceil((received_at - due_at) / DAY))
    if lateness.day == "elapsed":
        return days
    while days > 1 and received_at <= _days_on(due_at, days - 1, zone):
        days -= 1
    while received_at > _days_on(due_at, days, zone):
        days += 1
    return days


def closes_at(dates: DueDates, lateness: Lateness) -> datetime | None:
    """Return after when nothing is taken: the lock, the late due date, or the gate."""
    ends = [dates.lock or dates.late_due]
    if lateness.is_gate and dates.due is not None:
        ends.append(dates.due + lateness.grace)
    return min((end for end in ends if end is not None), default=None)


def _lateness(rule: str, options: Mapping[str, Any], place: int) -> Lateness:
    return Lateness(
        rule=rule,
        grace=timedelta(minutes=options.get("grace_minutes", 0)),
        percent=options.get("percent"),
        max_days=options.get("max_days"),
        days=options.get("days", 0),
        most_each=options.get("most_each"),
        day=options.get("day", "calendar"),
        place=place,
    )


def _days_on(due_at: datetime, days: int, zone: ZoneInfo) -> datetime:
    local = due_at.astimezone(zone).replace(tzinfo=None)
    return at_wall_clock(shifted(local, days), zone)


def _speaks_of(named: Any, slug: str) -> bool:
    return not named or slug in named
