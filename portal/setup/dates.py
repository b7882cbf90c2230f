"""Dates that staff give an assignment in the browser, looked at before they hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db import transaction

from graders.spec.dates import at_wall_clock, is_skipped
from portal.accounts.models import User
from portal.assignments.dates import DATE_FIELDS, DueDates
from portal.assignments.models import Assignment
from portal.assignments.selectors import due_dates
from portal.assignments.services import set_override
from portal.lib.errors import InvalidError
from portal.setup.moved import Moved, dues_of, moved_since

WORDS = {"release": "released", "due": "due", "late_due": "late due", "lock": "locked"}


@dataclass(frozen=True)
class Changed:
    """Which dates become what, and what that does to work that came."""

    before: DueDates
    after: DueDates
    fields: tuple[str, ...]
    moved: tuple[Moved, ...]


@transaction.atomic
def change_dates(
    assignment: Assignment,
    wanted: Mapping[str, datetime],
    *,
    reason: str,
    actor: User,
    now: datetime,
    is_dry_run: bool = False,
) -> Changed:
    """Let these instants win over the version's; those that hold already stay.

    Refuse dates in an order that makes no sense. A dry run is the same, rolled back.
    """
    course, before = assignment.course, due_dates(assignment)
    dues = dues_of(course)
    fields = tuple(
        field
        for field in DATE_FIELDS
        if field in wanted and wanted[field] != getattr(before, field)
    )
    if not fields:
        raise InvalidError("These are the dates that hold already.")
    for field in fields:
        set_override(
            assignment, field, wanted[field], reason=reason, actor=actor, now=now
        )
    fresh = Assignment.objects.get(pk=assignment.pk)
    after = due_dates(fresh)
    refuse_disorder(after)
    moved = tuple(
        one for one in moved_since(dues, course) if one.slug == assignment.slug
    )
    if is_dry_run:
        transaction.set_rollback(True)
    return Changed(before, after, fields, moved)


def refuse_disorder(dates: DueDates) -> None:
    """Refuse dates of which a later one comes first."""
    given = [(field, getattr(dates, field)) for field in DATE_FIELDS]
    there = [(field, at) for field, at in given if at is not None]
    for (first, at), (second, then) in pairwise(there):
        if then < at:
            raise InvalidError(
                f"It would be {WORDS[second]} before it is {WORDS[first]}; give dates "
                "in this order: release, due, late due, lock."
            )


def instant_of(text: str, zone: str) -> datetime:
    """Return the instant when clocks in the course's zone show what was typed."""
    try:
        local = datetime.fromisoformat(text.strip())
    except ValueError:
        local = None
    if local is None or local.tzinfo is not None:
        raise InvalidError("A date is written as 2026-09-30T18:30, in course time.")
    if is_skipped(local, ZoneInfo(zone)):
        raise InvalidError(
            f"On that night clocks in {zone} are set forward over {local:%H:%M}; give "
            "an hour that there is."
        )
    return at_wall_clock(local, ZoneInfo(zone))
