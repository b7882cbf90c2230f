"""When an assignment opens and closes: what its version says, staff's word first."""

from collections.abc import Mapping
from dataclasses import dataclass
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


def _instant(when: When | None, term: Term, shift_days: int) -> datetime | None:
    if when is None:
        return None
    return instant(when, sessions=term.sessions, zone=term.zone, shift_days=shift_days)
