"""Dates that staff give an assignment in the browser, looked at before they hold."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db import transaction

from graders.spec.dates import at_wall_clock, is_skipped
from portal.accounts.models import User
from portal.assignments.dates import DATE_FIELDS, DueDates
from portal.assignments.models import Assignment
from portal.assignments.selectors import due_dates
from portal.assignments.services import refuse_no_reason, set_override
from portal.lib.errors import InvalidError
from portal.setup.moved import Moved, moved_by

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

    Refuse dates in an order that makes no sense. A dry run refuses the same, and
    writes nothing.
    """
    said = refuse_no_reason(reason)
    before = due_dates(assignment)
    fields = tuple(
        field
        for field in DATE_FIELDS
        if field in wanted and wanted[field] != getattr(before, field)
    )
    if not fields:
        raise InvalidError("These are the dates that hold already.")
    given = {field: wanted[field].astimezone(UTC) for field in fields}
    after = replace(before, **given)
    refuse_disorder(after)
    moved = moved_by(assignment, before.due, after.due)
    for field, at in () if is_dry_run else given.items():
        set_override(assignment, field, at, reason=said, actor=actor, now=now)
    return Changed(before, after, fields, (moved,) if moved else ())


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
