"""When an assignment opens and closes: what its version says, staff's word first."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from graders.spec import AssignmentSpec, When, when_from_json
from graders.spec.dates import instant

DATE_FIELDS = ("release", "due", "late_due", "lock")


@dataclass(frozen=True)
class Term:
    """What dates hang on: the zone, the sessions' starts, how far the term moved."""

    zone: ZoneInfo
    sessions: Mapping[int, datetime]
    shift_days: int = 0


@dataclass(frozen=True)
class DueDates:
    """Aware instants; None where there is no such moment."""

    release: datetime | None = None
    due: datetime | None = None
    late_due: datetime | None = None
    lock: datetime | None = None

    def is_released(self, now: datetime) -> bool:
        """Say whether students may see it; without a release date, always."""
        return self.release is None or self.release <= now


def work_out(
    spec: AssignmentSpec, overrides: Mapping[str, Any], term: Term
) -> DueDates:
    """Return the dates of ``spec`` in ``term``, with ``overrides`` (JSON) winning.

    A fixed date in an override is the day staff meant: it doesn't move with the term.
    """
    dates: dict[str, datetime | None] = {}
    for field in DATE_FIELDS:
        if field in overrides:
            dates[field] = _instant(when_from_json(overrides[field]), term, 0)
        else:
            dates[field] = _instant(getattr(spec, field), term, term.shift_days)
    return DueDates(**dates)


def stretched(
    dates: DueDates, *, multiplier: float = 1.0, until: datetime | None = None
) -> DueDates:
    """Return the dates of somebody with more time than the others.

    ``multiplier`` stretches the time from release to due; ``until``, if later, is the
    due date instead. Late due and lock move along by as much. What has no due date, or
    for the multiplier no release date, stays.
    """
    if dates.due is None:
        return dates
    due = dates.due
    if multiplier > 1 and dates.release is not None and dates.release < due:
        due = dates.release + (due - dates.release) * multiplier
    if until is not None:
        due = max(due, until)
    more = due - dates.due
    if not more:
        return dates
    return replace(
        dates,
        due=due,
        late_due=None if dates.late_due is None else dates.late_due + more,
        lock=None if dates.lock is None else dates.lock + more,
    )


def _instant(when: When | None, term: Term, shift_days: int) -> datetime | None:
    if when is None:
        return None
    return instant(when, sessions=term.sessions, zone=term.zone, shift_days=shift_days)
