"""Medians, intervals, and percentiles that refuse too few values."""

import math
import random
from typing import Callable, List, Sequence, Tuple

from graders.measure.errors import TooFewError
from graders.measure.stopping import least_requests, most_violations

Statistic = Callable[[Sequence[float]], float]
CONFIDENCE = 0.95
RESAMPLES = 2000


def median(values: Sequence[float]) -> float:
    """The middle value; infinities are values, NaN is refused."""
    ordered = _ordered(values)
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    low, high = ordered[middle - 1], ordered[middle]
    return low if low == high else low + (high - low) / 2


def spread(values: Sequence[float]) -> float:
    """The median distance from the median, as a share of the median."""
    middle = median(values)
    if middle == 0:
        raise ValueError("a median of 0 has no relative spread")
    return median([abs(value - middle) for value in values]) / abs(middle)


def deviation(values: Sequence[float]) -> float:
    """The standard deviation of a sample of at least two values."""
    if len(values) < 2:
        raise TooFewError("a standard deviation needs two values")
    mean = math.fsum(values) / len(values)
    squares = math.fsum((value - mean) ** 2 for value in values)
    return math.sqrt(squares / (len(values) - 1))


def bootstrap_interval(
    values: Sequence[float],
    *,
    statistic: Statistic = median,
    confidence: float = CONFIDENCE,
    resamples: int = RESAMPLES,
    seed: int = 0,
) -> Tuple[float, float]:
    """Where ``statistic`` of such values lies; the same at every call."""
    ordered = _ordered(values)
    draw = random.Random(seed)  # noqa: S311 - repeatable, not secret
    count = len(ordered)
    found = sorted(statistic(draw.choices(ordered, k=count)) for _ in range(resamples))
    tail = (1 - confidence) / 2
    last = len(found) - 1
    return found[math.floor(tail * last)], found[math.ceil((1 - tail) * last)]


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that ``percent`` of all do not exceed.

    Refuses with TooFewError below the least number of requests that MLPerf's rule
    asks for with one slow request allowed: 64 for p90, 662 for p99.
    """
    ordered = _enough(values, percent)
    return ordered[max(0, math.ceil(percent / 100 * len(ordered) - 1e-9) - 1)]


def safe_percentile(values: Sequence[float], percent: float) -> float:
    """MLPerf's early-stopping estimate: a bound that holds with 99 % confidence."""
    ordered = _enough(values, percent)
    return ordered[-1 - most_violations(percent, len(ordered))]


def _enough(values: Sequence[float], percent: float) -> List[float]:
    least = least_requests(percent, 1)
    if len(values) < least:
        said = f"p{percent:g} needs {least} requests; there are {len(values)}"
        raise TooFewError(said)
    return _ordered(values)


def _ordered(values: Sequence[float]) -> List[float]:
    if not values:
        raise TooFewError("no values")
    if any(math.isnan(value) for value in values):
        raise ValueError("NaN is not a measured value")
    return sorted(float(value) for value in values)
