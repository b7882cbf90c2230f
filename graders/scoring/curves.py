"""The rules that turn a finding into a share of a check's points."""

import math
from typing import Dict, Optional, Tuple

from graders.scoring import kinds
from graders.scoring.kinds import Corner, CurveRule, Numbers


class CurveError(ValueError):
    """A curve that is not one of ours, or whose numbers make no sense."""


def curve_problem(kind: str, numbers: Numbers) -> Optional[str]:
    """Say in one sentence why this is no curve, or return None when it is one."""
    rule = CURVES.get(kind)
    if rule is None:
        allowed = " | ".join(other.written for other in CURVES.values())
        return f"{kind!r} is not a curve; allowed: {allowed}"
    if not all(math.isfinite(number) for number in numbers):
        return f"the numbers of {kind} must be finite; allowed: {rule.written}"
    problem = rule.problem(numbers)
    return f"{problem}; allowed: {rule.written}" if problem else None


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
    rule = _rule(kind, numbers)
    if passed is False or (passed is None and value is None):
        return 0.0
    if value is not None and not math.isfinite(value):
        return 0.0
    if value is None:
        return 1.0
    return min(1.0, max(0.0, rule.share(numbers, value)))


def curve_corners(kind: str, numbers: Numbers = ()) -> Tuple[Corner, ...]:
    """Return (value, share) by rising value, straight between, to draw the curve by.

    A step has two corners at one value. Empty where there is no value to draw over:
    all or nothing, or a share that people give.
    """
    return _rule(kind, numbers).corners(numbers)


def is_falling(kind: str, numbers: Numbers = ()) -> bool:
    """Return whether lower values earn more."""
    corners = curve_corners(kind, numbers)
    return bool(corners) and corners[0][1] > corners[-1][1]


def _rule(kind: str, numbers: Numbers) -> CurveRule:
    problem = curve_problem(kind, numbers)
    if problem is not None:
        raise CurveError(problem)
    return CURVES[kind]


CURVES: Dict[str, CurveRule] = {
    "gate": CurveRule('"gate"', kinds.takes_no_numbers, kinds.all_or_nothing),
    "credit": CurveRule('"credit"', kinds.takes_no_numbers, kinds.all_or_nothing),
    "line": CurveRule(
        "{ line = [zero_at, full_at] }",
        kinds.line_problem,
        kinds.line,
        kinds.line_corners,
    ),
    "knots": CurveRule(
        "{ knots = [[value, percent], ...] } from the worst value to 100 percent",
        kinds.pairs_problem,
        kinds.knots,
        kinds.knots_corners,
        is_pairs=True,
    ),
    "bands": CurveRule(
        "{ bands = [[bound, percent], ...] } from the worst bound to 100 percent",
        kinds.pairs_problem,
        kinds.bands,
        kinds.bands_corners,
        is_pairs=True,
    ),
    "ratio": CurveRule(
        '"ratio", or { ratio = [full_within, none_beyond] } of 1 or more',
        kinds.ratio_problem,
        kinds.ratio,
        kinds.ratio_corners,
    ),
    "bonus": CurveRule(
        '"bonus", or { bonus = [zero_at, full_at] } on top of the maximum',
        kinds.bonus_problem,
        kinds.bonus,
        kinds.bonus_corners,
    ),
    # People give the share themselves; implied by `rubric = "FILE"`.
    "rubric": CurveRule('rubric = "FILE"', kinds.takes_no_numbers, kinds.as_given),
}
