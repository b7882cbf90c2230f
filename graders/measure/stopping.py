"""How many requests a claim about a percentile needs: MLPerf's early stopping.

With t slow requests seen, a run must be so long that a system which fails the bound
would show so few with a probability of at most one in a hundred.
"""

import math

CONFIDENCE = 0.99


def least_requests(
    percent: float, violations: int, *, confidence: float = CONFIDENCE
) -> int:
    """The fewest requests in all with which ``violations`` of them may be slow."""
    if not 0 < percent < 100:
        raise ValueError(f"a percentile between 0 and 100, not {percent}")
    if violations < 0 or not 0 < confidence < 1:
        raise ValueError("no negative violations, and a confidence between 0 and 1")
    risk = 1 - confidence + 1e-12
    low, high = violations, max(2 * violations, 8)
    while chance(percent, violations, high) > risk:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if chance(percent, violations, middle) > risk:
            low = middle
        else:
            high = middle
    return high


def most_violations(
    percent: float, requests: int, *, confidence: float = CONFIDENCE
) -> int:
    """How many of ``requests`` may be slow; -1 when even none is not enough."""
    risk = 1 - confidence + 1e-12
    low, high = -1, requests
    while high - low > 1:
        middle = (low + high) // 2
        if chance(percent, middle, requests) > risk:
            high = middle
        else:
            low = middle
    return low


def chance(percent: float, violations: int, requests: int) -> float:
    """How likely at most ``violations`` of ``requests`` are slow by bad luck alone.

    The system is one that just fails: each request is slow with 1 - percent.
    """
    fast = percent / 100
    if requests <= violations:
        return 1.0
    logs = [
        math.lgamma(requests + 1)
        - math.lgamma(slow + 1)
        - math.lgamma(requests - slow + 1)
        + slow * math.log1p(-fast)
        + (requests - slow) * math.log(fast)
        for slow in range(violations + 1)
    ]
    top = max(logs)
    return min(1.0, math.exp(top) * math.fsum(math.exp(log - top) for log in logs))
