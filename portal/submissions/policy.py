"""The quota bucket's arithmetic: values in, values out."""

import math
from datetime import datetime, timedelta

DAY = timedelta(days=1)
MS = timedelta(milliseconds=1)
# Sums of twentieths are not exact; a level this close to whole is whole.
DUST = 1e-6


def level_at(level: float, as_of: datetime, *, per_day: int, now: datetime) -> float:
    """Return what a bucket that held ``level`` at ``as_of`` holds ``now``.

    It gains one every 24 h / ``per_day``, up to ``per_day``. A clock that went
    backwards takes nothing away.
    """
    elapsed = max(now - as_of, timedelta(0))
    return min(float(per_day), max(level, 0.0) + per_day * (elapsed / DAY))


def whole(level: float) -> int:
    """Return how many gradings ``level`` pays for."""
    return math.floor(level + DUST)


def next_whole_at(level: float, *, per_day: int, now: datetime) -> datetime | None:
    """Return when a bucket at ``level`` pays for one more; None where it is full."""
    if per_day <= 0 or level + DUST >= per_day:
        return None
    missing = whole(level) + 1 - level
    # Rounded up to a millisecond, so that at that instant it really does.
    return now + timedelta(milliseconds=math.ceil(missing / per_day * DAY / MS))


def taken_from(level: float) -> float:
    """Return the level after one was taken; the caller knows it had one."""
    return max(level - 1.0, 0.0)


def given_back_to(level: float, *, per_day: int) -> float:
    """Return the level after a free outcome; a full bucket spills."""
    return min(level + 1.0, float(per_day))
