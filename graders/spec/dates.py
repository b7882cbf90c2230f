"""From what a course file says of time to instants, with summer time right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from graders.spec.model import When


def at_wall_clock(local: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant when clocks in ``zone`` show ``local``.

    Where clocks are set back and show it twice, the first time counts; where they are
    set forward over it, it counts as if they had not been.
    """
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)


def is_skipped(local: datetime, zone: ZoneInfo) -> bool:
    """Say whether clocks in ``zone`` are set forward over ``local``."""
    back = at_wall_clock(local, zone).astimezone(zone).replace(tzinfo=None)
    return back != local


def shifted(local: datetime, days: int) -> datetime:
    """Return the same time on the clock, ``days`` later."""
    return local + timedelta(days=days)


def instant(
    when: When,
    *,
    sessions: Mapping[int, datetime],
    zone: ZoneInfo,
    shift_days: int = 0,
) -> datetime:
    """Return the instant ``when`` means, in UTC.

    ``sessions`` are the starts by unit, aware, already where the term was shifted to;
    fixed instants are shifted here, keeping their time on the clock. Raises KeyError
    where the session is not there.
    """
    if when.session is None:
        if when.at is None:
            raise ValueError("a When has an instant or a session")
        local = when.at if when.at.tzinfo is None else when.at.astimezone(zone)
        local = local.replace(tzinfo=None)
    else:
        local = sessions[when.session].astimezone(zone).replace(tzinfo=None)
        shift_days = 0
    return at_wall_clock(shifted(local, shift_days + when.days), zone) + when.offset


def days_between(first: datetime, start: date) -> int:
    """Return by how many days a term moves to begin on ``start``."""
    return (start - first.date()).days
