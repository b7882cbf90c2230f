"""When somebody hands in what, and how good it is; pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from portal.commands.simulate.people import Character, Habit

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
LEAST_WINDOW = timedelta(hours=6)


@dataclass(frozen=True)
class Attempt:
    """One hand-in: when, and the share of the points that its work deserves.

    ``trouble`` is how its grading ends instead: ``ungradable``, ``timeout`` or nothing.
    """

    at: datetime
    quality: float
    trouble: str = ""


def attempts_of(
    who: Character,
    *,
    opens: datetime,
    due: datetime,
    progress: float,
    is_text: bool = False,
    is_for_team: bool = False,
    rng: Random,
) -> tuple[Attempt, ...]:
    """Return what ``who`` hands in, oldest first, each better than the last.

    ``progress`` is how much of the term is over, from 0 to 1: some fade with it. Texts
    are handed in once, as a rule; programs until they do well. A team forgets nothing.
    """
    if rng.random() < _skips(who, progress) and not is_for_team:
        return ()
    last = _last_hand_in(who, opens, due, rng)
    weights = (85, 13, 2, 0) if is_text else (45, 30, 17, 8)
    count = rng.choices((1, 2, 3, 4), weights)[0]
    final = _quality(who, progress, rng)
    return tuple(
        Attempt(
            at=_before(last, count - 1 - n, opens),
            quality=max(0.0, min(1.0, final * (0.55 + 0.45 * (n + 1) / count))),
            trouble=_trouble(n, count, rng),
        )
        for n in range(count)
    )


def _skips(who: Character, progress: float) -> float:
    """Return how likely it is that nothing comes."""
    if who.habit is Habit.FADING:
        return 0.05 + 0.9 * max(0.0, progress - 0.3)
    return 0.08 if who.habit is Habit.STRUGGLING else 0.015


def _last_hand_in(
    who: Character, opens: datetime, due: datetime, rng: Random
) -> datetime:
    window = max(due - opens, LEAST_WINDOW)
    if who.habit is Habit.EARLY:
        return due - window * rng.uniform(0.3, 0.7)
    is_late = rng.random() < {Habit.LAST_HOUR: 0.14, Habit.STRUGGLING: 0.1}.get(
        who.habit, 0.02
    )
    if is_late:
        return due + rng.choice(
            (3 * MINUTE, 40 * MINUTE, 9 * HOUR, 31 * HOUR, 55 * HOUR)
        )
    if who.habit is Habit.LAST_HOUR:
        return due - rng.uniform(1, 50) * MINUTE
    return due - window * rng.uniform(0.02, 0.35)


def _before(last: datetime, steps: int, opens: datetime) -> datetime:
    """Return an earlier hand-in, in the time there was; seconds keep them apart."""
    early = min(last, opens + MINUTE)
    return max(last - steps * 95 * MINUTE, early + (3 - min(3, steps)) * MINUTE)


def _quality(who: Character, progress: float, rng: Random) -> float:
    tired = 0.25 * progress if who.habit is Habit.FADING else 0.0
    return min(1.0, max(0.0, rng.gauss(who.skill - tired, 0.08)))


def _trouble(number: int, count: int, rng: Random) -> str:
    """First tries end badly now and then; what comes last hardly ever does."""
    if number == count - 1:
        return "ungradable" if rng.random() < 0.01 else ""
    return rng.choices(("", "ungradable", "timeout"), (86, 9, 5))[0]
