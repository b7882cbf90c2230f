"""The rules that turn a finding into a share of a check's points."""

import math
from dataclasses import dataclass
from typing import Callable, Dict, Optional, Sequence

Numbers = Sequence[float]


class CurveError(ValueError):
    """A curve that is not one of ours, or whose numbers make no sense."""


@dataclass(frozen=True)
class CurveRule:
    """One kind of curve: how it is written, what it refuses, and what it gives.

    ``share`` gets the curve's numbers and a finite value (1.0 or 0.0 where the judge
    only said passed or failed) and returns a share from 0 to 1.
    """

    written: str
    problem: Callable[[Numbers], Optional[str]]
    share: Callable[[Numbers, float], float]


def curve_problem(kind: str, numbers: Numbers) -> Optional[str]:
    """Say in one sentence why this is no curve, or return None when it is one."""
    rule = CURVES.get(kind)
    if rule is None:
        allowed = " | ".join(other.written for other in CURVES.values())
        return f"{kind!r} is not a curve; allowed: {allowed}"
    if not all(math.isfinite(number) for number in numbers):
        return f"the numbers of {kind} must be finite"
    return rule.problem(numbers)


def curve_share(
    kind: str,
    numbers: Numbers = (),
    *,
    passed: Optional[bool] = None,
    value: Optional[float] = None,
) -> float:
    """Return the share of the points, from 0 to 1, that a finding earns.

    A failed check earns nothing, whatever value came with it; a check that was only
    passed counts as 1.0, one with neither earns nothing.
    """
    problem = curve_problem(kind, numbers)
    if problem is not None:
        raise CurveError(problem)
    if passed is False or (passed is None and value is None):
        return 0.0
    if value is not None and not math.isfinite(value):
        return 0.0
    if value is None:
        return 1.0
    return min(1.0, max(0.0, CURVES[kind].share(numbers, value)))


def _takes_no_numbers(numbers: Numbers) -> Optional[str]:
    return "this curve takes no numbers" if numbers else None


def _all_or_nothing(numbers: Numbers, value: float) -> float:
    return 1.0 if value > 0 else 0.0


def _line_problem(numbers: Numbers) -> Optional[str]:
    if len(numbers) != 2 or numbers[0] == numbers[1]:
        return "line takes two different numbers: where it is 0, where it is full"
    if not math.isfinite(numbers[1] - numbers[0]):
        return "the numbers of line are too far apart"
    return None


def _line(numbers: Numbers, value: float) -> float:
    zero_at, full_at = numbers
    if zero_at > full_at:  # lower is better
        zero_at, full_at, value = -zero_at, -full_at, -value
    if value <= zero_at:
        return 0.0
    if value >= full_at:
        return 1.0
    return (value - zero_at) / (full_at - zero_at)


def _as_given(numbers: Numbers, value: float) -> float:
    return value


CURVES: Dict[str, CurveRule] = {
    "gate": CurveRule('"gate"', _takes_no_numbers, _all_or_nothing),
    "credit": CurveRule('"credit"', _takes_no_numbers, _all_or_nothing),
    "line": CurveRule("{ line = [zero_at, full_at] }", _line_problem, _line),
    # People give the share themselves; implied by `rubric = "FILE"`.
    "rubric": CurveRule('rubric = "FILE"', _takes_no_numbers, _as_given),
}
