"""Pure rules of grading by people: who gets what, how fast, how alike, until when."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from graders.scoring import RubricScore

LONGEST_GAP = timedelta(minutes=15)  # a longer one is a break, not slow reading
FAR_APART = 0.1  # of a check's points: two readers who differ by more should talk


def dealt(
    people: Sequence[int],
    graders: Sequence[int],
    *,
    has: Mapping[int, int] | None = None,
    never: Mapping[int, int] | None = None,
) -> dict[int, int]:
    """Return a grader for each person, loads as even as can be, in the order given.

    ``has`` is how many each grader has already; ``never`` names for a person the grader
    who must not get them. Who can be given to nobody is left out.
    """
    load = {grader: (has or {}).get(grader, 0) for grader in graders}
    found = {}
    for person in people:
        free = [one for one in graders if one != (never or {}).get(person)]
        if free:
            found[person] = min(free, key=lambda one: load[one])
            load[found[person]] += 1
    return found


def pace_s(instants: Iterable[datetime]) -> float | None:
    """Return the usual seconds from one finished answer to the next, without breaks."""
    ordered = sorted(instants)
    gaps = [after - before for before, after in pairwise(ordered)]
    short = [gap.total_seconds() for gap in gaps if gap <= LONGEST_GAP]
    return statistics.median(short) if len(short) >= 3 else None


@dataclass(frozen=True)
class Agreement:
    """How alike two readers judged; ``same`` is the share of equal criteria."""

    pairs: int
    same: float
    mean_difference: float  # in points, first less second
    mean_distance: float  # in points, whichever way
    by_criterion: tuple[tuple[str, float], ...]  # title, share of equal points

    @property
    def same_percent(self) -> float:
        return 100.0 * self.same

    @property
    def percent_by_criterion(self) -> list[tuple[str, float]]:
        return [(title, 100.0 * share) for title, share in self.by_criterion]


def agreement_of(pairs: Sequence[tuple[RubricScore, RubricScore]]) -> Agreement | None:
    """Return how two readers agree over ``pairs`` of one check, or None without any."""
    if not pairs:
        return None
    equal: dict[str, list[bool]] = {}
    for first, second in pairs:
        for one, other in zip(first.lines, second.lines, strict=True):
            equal.setdefault(one.title, []).append(one.points == other.points)
    every = [is_same for found in equal.values() for is_same in found]
    apart = [first.points - second.points for first, second in pairs]
    return Agreement(
        pairs=len(pairs),
        same=statistics.fmean(every),
        mean_difference=statistics.fmean(apart),
        mean_distance=statistics.fmean(map(abs, apart)),
        by_criterion=tuple(
            (title, statistics.fmean(found)) for title, found in equal.items()
        ),
    )


def is_far_apart(first: RubricScore, second: RubricScore) -> bool:
    """Say whether two readers should talk before one of them counts."""
    most = FAR_APART * first.max_points
    return abs(first.points - second.points) > most + 1e-9


def window_ends(released_at: datetime | None, days: int) -> datetime | None:
    """Return until when a regrade may be asked for; None before the release."""
    return None if released_at is None else released_at + timedelta(days=days)
