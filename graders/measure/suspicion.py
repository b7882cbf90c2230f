"""Results that people should look at; none of this changes a score."""

import math
from typing import Optional, Sequence, Tuple

from graders.measure.stats import deviation

ALPHA = 0.05  # as MLPerf's convergence check


def too_good(
    values: Sequence[float],
    reference: Sequence[float],
    *,
    lower_is_better: bool = True,
    alpha: float = ALPHA,
) -> Optional[str]:
    """Why ``values`` are better than the reference's own runs allow, or None.

    A one-sided t-test of the means (Welch's, so spreads may differ), as MLPerf
    compares a submission's convergence with 2N runs of the reference.
    """
    if len(values) < 2 or len(reference) < 2:
        return None
    sign = -1.0 if lower_is_better else 1.0
    chance = chance_of_better(
        [sign * value for value in values], [sign * value for value in reference]
    )
    if chance >= alpha:
        return None
    return (
        f"mean {_mean(values):.4g} against {_mean(reference):.4g} of the reference;"
        f" the chance of that is {chance:.2g}"
    )


def impossible(seconds: float, least_s: float) -> Optional[str]:
    """Why ``seconds`` cannot be, or None."""
    if seconds >= least_s:
        return None
    return f"{seconds:.3g} s; moving and computing that much takes {least_s:.3g} s"


def threaded(cpu_s: float, wall_s: float, *, threads: int = 1) -> Optional[str]:
    """Why CPU time does not fit the time that was asked for, or None.

    Starting an interpreter and importing is work nobody asked a question for.
    """
    allowed = threads * wall_s * 1.25 + 1.5
    if cpu_s <= allowed:
        return None
    return (
        f"{cpu_s:.3g} s of CPU time in calls that took {wall_s:.3g} s on"
        f" {threads} thread{'s' if threads > 1 else ''}: work beside or between calls"
    )


def chance_of_better(values: Sequence[float], reference: Sequence[float]) -> float:
    """How likely such a lead of the mean is when both are drawn alike (one-sided)."""
    lead = _mean(values) - _mean(reference)
    errors = [_squared_error(values), _squared_error(reference)]
    total = sum(errors)
    if total == 0:
        return 0.0 if lead > 0 else 1.0
    freedom = total**2 / sum(
        error**2 / (len(sample) - 1)
        for error, sample in zip(errors, (values, reference))
    )
    return student_t_tail(lead / math.sqrt(total), freedom)


def student_t_tail(t: float, freedom: float) -> float:
    """The chance of a value above ``t`` in Student's distribution."""
    tail = 0.5 * incomplete_beta(freedom / (freedom + t * t), freedom / 2, 0.5)
    return tail if t >= 0 else 1 - tail


def incomplete_beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, by its continued fraction."""
    if x <= 0:
        return 0.0
    if x >= 1:
        return 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b)
        - math.lgamma(a)
        - math.lgamma(b)
        + a * math.log(x)
        + b * math.log1p(-x)
    )
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    """Lentz's method."""
    tiny = 1e-300
    c, d = 1.0, 1 / _away(1 - (a + b) * x / (a + 1), tiny)
    whole = d
    for m in range(1, 500):
        step = 1.0
        for term in _terms(x, a, b, m):
            d = 1 / _away(1 + term * d, tiny)
            c = _away(1 + term / c, tiny)
            step = d * c
            whole *= step
        if abs(step - 1) < 1e-14:
            break
    return whole


def _terms(x: float, a: float, b: float, m: int) -> Tuple[float, float]:
    even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
    odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    return even, odd


def _away(value: float, tiny: float) -> float:
    return value if abs(value) > tiny else tiny


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _squared_error(values: Sequence[float]) -> float:
    return deviation(values) ** 2 / len(values)
