"""What late work keeps, and which submission counts when slip days are spent."""

from collections.abc import Sequence
from dataclasses import replace

from portal.gradebook.policy.counting import Candidate, counting
from portal.grading.lateness import Lateness


def kept_share(days: int, lateness: Lateness, *, paid: int = 0) -> float:
    """Return the share of its points that work ``days`` late keeps, from 0 to 1.

    ``paid`` of the days are covered by slip days.
    """
    left = days - paid
    if left <= 0 or not lateness.rule:
        return 1.0
    if lateness.percent is None or lateness.rule in ("zero", "gate"):
        return 0.0
    if lateness.max_days is not None and left > lateness.max_days:
        return 0.0
    return max(0.0, 1.0 - lateness.percent * left / 100.0)


def paid_work(
    candidates: Sequence[Candidate], rule: str, lateness: Lateness, *, days: int
) -> Candidate | None:
    """Return what counts when up to ``days`` slip days may go to this assignment.

    A submission takes no more of them than it gains from: of two that are worth the
    same, the one that needs fewer. Never worse for more days.
    """
    if lateness.rule != "slip_days":
        days = 0
    most = days if lateness.most_each is None else min(days, lateness.most_each)
    after = [_after(one, lateness, most) for one in candidates]
    return counting(after, rule)


def _after(one: Candidate, lateness: Lateness, most: int) -> Candidate:
    """Return the candidate after lateness; days that gain nothing are not spent."""
    if not one.days_late:
        return one
    worth = kept_share(one.days_late, lateness)
    spent = 0
    for days in range(1, min(most, one.days_late) + 1):
        share = kept_share(one.days_late, lateness, paid=days)
        if share > worth and one.points > 0:
            worth, spent = share, days
    return replace(one, points=one.points * worth, slip_days=spent)
