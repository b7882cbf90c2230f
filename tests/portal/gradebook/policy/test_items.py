"""How points are read: as they are, as credit, in bands, and under caps."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.gradebook.policy import Cap, ItemRules, worth
from tests.portal.gradebook.policy.cast import work


@pytest.mark.parametrize(
    ("marks", "pass_mark", "points", "read"),
    [
        ("points", None, 110, 110),
        ("credit", 60, 59.9, 0),
        ("credit", 60, 60, 100),
        ("credit", 60, 110, 100),
        ("credit", None, 99, 0),
        ("credit", None, 100, 100),
        ("bands", None, 49.9, 0),
        ("bands", None, 50, 50),
        ("bands", None, 89, 50),
        ("bands", None, 90, 90),
        ("bands", None, 99, 90),
        ("bands", None, 105, 100),
        ("bands", None, 0, 0),
    ],
)
def test_marks(marks, pass_mark, points, read):
    found = worth(work(points), ItemRules(100, marks, pass_mark))
    assert (found.points, found.scored) == (read, points)


def test_a_cap_holds_only_where_it_bites_and_is_named():
    caps = (Cap(50, "No pandas"),)
    found = worth(work(40.0), ItemRules(50), caps)
    assert (found.points, found.marked, found.capped_by) == (25, 25, "No pandas")
    assert worth(work(20.0), ItemRules(50), caps).capped_by == ""


@given(
    some.floats(0, 200),
    some.floats(0, 50),
    some.sampled_from(["points", "credit", "bands"]),
    some.none() | some.floats(0, 100),
)
def test_more_points_are_never_worth_less(points, more, marks, pass_mark):
    rules = ItemRules(100, marks, pass_mark)
    low, high = worth(work(points), rules), worth(work(points + more), rules)
    assert low.points <= high.points
