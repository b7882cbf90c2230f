"""What late work keeps under each rule, and what slip days do for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.gradebook.policy import kept_share, paid_work
from portal.grading.lateness import Lateness
from tests.portal.gradebook.policy.cast import work

SLIP = Lateness("slip_days", days=5)
THEN_TEN = Lateness("slip_days", percent=10.0, max_days=3, days=5)


@pytest.mark.parametrize(
    ("rule", "days", "paid", "share"),
    [
        (Lateness(), 9, 0, 1.0),
        (Lateness("zero"), 0, 0, 1.0),
        (Lateness("zero"), 1, 0, 0.0),
        (Lateness("gate"), 1, 0, 0.0),
        (Lateness("per_day", percent=10.0), 1, 0, 0.9),
        (Lateness("per_day", percent=10.0), 3, 0, 0.7),
        (Lateness("per_day", percent=10.0), 11, 0, 0.0),
        (Lateness("per_day", percent=10.0, max_days=2), 2, 0, 0.8),
        (Lateness("per_day", percent=10.0, max_days=2), 3, 0, 0.0),
        (SLIP, 2, 0, 0.0),
        (SLIP, 2, 1, 0.0),
        (SLIP, 2, 2, 1.0),
        (THEN_TEN, 4, 0, 0.0),
        (THEN_TEN, 4, 1, 0.7),
        (THEN_TEN, 4, 3, 0.9),
        (THEN_TEN, 4, 4, 1.0),
    ],
)
def test_the_share_that_is_kept(rule, days, paid, share):
    assert kept_share(days, rule, paid=paid) == pytest.approx(share)


def test_slip_days_decide_which_submission_counts():
    on_time, late = work(60, number=1), work(90, days=2, number=2)
    assert paid_work([on_time, late], "best", SLIP, days=1).number == 1
    found = paid_work([on_time, late], "best", SLIP, days=2)
    assert (found.number, found.points, found.slip_days) == (2, 90, 2)
    last = paid_work([on_time, late], "last", SLIP, days=0)
    assert (last.number, last.points) == (2, 0)
    assert paid_work([], "best", SLIP, days=5) is None


def test_no_more_days_go_to_one_assignment_than_the_rule_says():
    rule = Lateness("slip_days", days=5, most_each=2)
    found = paid_work([work(90, days=3)], "best", rule, days=5)
    assert (found.points, found.slip_days) == (0, 0)


def test_work_without_points_takes_no_days():
    assert paid_work([work(0, days=2)], "best", SLIP, days=5).slip_days == 0


rules = some.builds(
    Lateness,
    some.sampled_from(["", "zero", "gate", "per_day", "slip_days"]),
    percent=some.none() | some.floats(0, 100),
    max_days=some.none() | some.integers(1, 10),
    days=some.integers(0, 6),
    most_each=some.none() | some.integers(1, 4),
)


@given(rules, some.integers(0, 20), some.integers(0, 20), some.integers(0, 6))
def test_later_is_never_worth_more(rule, days, more, paid):
    assert 0 <= kept_share(days + more, rule, paid=paid) <= 1
    assert kept_share(days + more, rule, paid=paid) <= kept_share(days, rule, paid=paid)


@given(
    rules,
    some.lists(some.tuples(some.floats(0, 120), some.integers(0, 8)), min_size=1),
    some.integers(0, 6),
    some.sampled_from(["best", "last"]),
)
def test_a_slip_day_more_never_costs(rule, rows, days, counts):
    found = [work(p, d, n) for n, (p, d) in enumerate(rows, start=1)]
    fewer = paid_work(found, counts, rule, days=days)
    more = paid_work(found, counts, rule, days=days + 1)
    assert more.points >= fewer.points
    assert fewer.slip_days <= days
