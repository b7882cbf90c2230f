"""Pure rules of grading: what an outcome costs, where it leads, who goes first."""

import math
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from graders.protocol import Outcome
from portal.grading.states import COST, Cost, JobState

PARK_AFTER = 3  # infrastructure failures of one job
AVOID_FOR = timedelta(seconds=60)  # another runner is preferred that long
FREE_A_DAY = 5  # ungradable submissions that cost nothing
HALF_LIFE_S = 3600.0
# A runner's first heartbeat comes at once. Until then the lease is short: who waited
# for the claim may be dead, and a job should not wait long for a ghost.
UNCONFIRMED = 1 / 3
# Every lease costs at least this much of a share, taken when it begins, so that two
# jobs of one person never both go before somebody else's first.
LEAST_USE_S = 1.0
SCORED = frozenset({Outcome.GRADED, Outcome.TIMEOUT, Outcome.OUT_OF_MEMORY})

_EPOCH = datetime(2024, 1, 1, tzinfo=UTC)


def is_free(outcome: Outcome, *, free_before: int) -> bool:
    """Return whether ``outcome`` gives the grading back.

    ``free_before`` are the free ungradable ones of the last 24 hours.
    """
    cost = COST[outcome]
    if cost is Cost.FREE_AT_FIRST:
        return free_before < FREE_A_DAY
    return cost is Cost.FREE


def state_after(
    outcome: Outcome, *, infra_failures: int = 0, is_cancelling: bool = False
) -> JobState:
    """Return where a leased job goes.

    ``infra_failures`` counts this one too. A runner that gave up on a job which
    somebody cancelled has cancelled it; one that says "cancelled" unasked has failed.
    """
    if outcome in (Outcome.CANCELLED, Outcome.RUNNER_FAILED):
        if is_cancelling:
            return JobState.CANCELLED
        return JobState.PARKED if infra_failures >= PARK_AFTER else JobState.QUEUED
    return JobState.DONE


def true_outcome(outcome: Outcome, *, is_cancelling: bool) -> Outcome:
    """Return what an end means once it is known whether somebody cancelled."""
    if outcome in (Outcome.CANCELLED, Outcome.RUNNER_FAILED):
        return Outcome.CANCELLED if is_cancelling else Outcome.RUNNER_FAILED
    return outcome


def added_weight(weight: float | None, seconds: float, *, now: datetime) -> float:
    """Return a share's weight after ``seconds`` more were used around ``now``.

    The weight is the binary logarithm of the used seconds, each doubled for every
    half life since a fixed day. Fading then never has to be computed: it halves
    everybody's use alike and leaves the order as it is.
    """
    if seconds <= 0:
        return -math.inf if weight is None else weight
    age = (now - _EPOCH).total_seconds() / HALF_LIFE_S
    more = math.log2(seconds) + age
    if weight is None:
        return more
    low, high = sorted((weight, more))
    return high + math.log2(1.0 + 2.0 ** (low - high))


def seconds_of(weight: float, *, now: datetime) -> float:
    """Return how many recent seconds a share's weight stands for, faded to ``now``."""
    age = (now - _EPOCH).total_seconds() / HALF_LIFE_S
    return float(2.0 ** min(1000.0, weight - age))


def needs_key(needs: Iterable[str]) -> str:
    """Return runner labels as one canonical text, the same for the same set."""
    return ",".join(sorted(set(needs)))


def needs_of(key: str) -> tuple[str, ...]:
    """Return the labels that ``needs_key`` made ``key`` of."""
    return tuple(key.split(",")) if key else ()


def place_in_line(
    queued: int, runners: int, seconds_each: float | None
) -> float | None:
    """Estimate when a job with ``queued`` jobs before it is done, in seconds."""
    if seconds_each is None or runners < 1:
        return None
    return (queued // runners + 1) * seconds_each
