"""Slip days go where they earn the most: checked against trying everything."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from portal.gradebook.policy import CategoryRules, Group, best_use, grade_category
from tests.portal.gradebook.policy.cast import parts


def earned(groups, days):
    """Return what the gradebook itself makes of a way to spend."""
    whole = 0.0
    for group, spent in zip(groups, days, strict=True):
        points = [worth[k] for worth, k in zip(group.worth, spent, strict=True)]
        rules = CategoryRules("x", drop_lowest=group.drop_lowest, cap=group.cap)
        whole += group.weight * (grade_category(parts(*points), rules).percent or 0)
    return whole


def ways(groups, budget):
    """Yield every way to spend at most ``budget`` days."""
    sizes = [len(group.worth) for group in groups]
    for flat in product(range(budget + 1), repeat=sum(sizes)):
        if sum(flat) <= budget:
            rest, split = list(flat), []
            for size in sizes:
                split.append(tuple(rest[:size]))
                rest = rest[size:]
            yield tuple(split)


BUDGET = 3
worths = some.lists(
    some.integers(0, 120), min_size=BUDGET + 1, max_size=BUDGET + 1
).map(lambda row: tuple(float(value) for value in sorted(row)))
groups = some.builds(
    Group,
    worth=some.lists(worths, min_size=1, max_size=3).map(tuple),
    weight=some.sampled_from([0.1, 0.4, 0.5, 1.0]),
    drop_lowest=some.integers(0, 2),
    cap=some.none() | some.sampled_from([60.0, 100.0]),
)


@settings(max_examples=60)
@given(some.lists(groups, min_size=1, max_size=2))
def test_nothing_earns_more(found):
    best = best_use(found, BUDGET)
    most = max(earned(found, days) for days in ways(found, BUDGET))
    assert earned(found, best) == pytest.approx(most)
    assert sum(map(sum, best)) <= BUDGET


@settings(max_examples=40)
@given(groups)
def test_no_fewer_days_earn_as_much(group):
    best = best_use([group], BUDGET)
    value, spent = earned([group], best), sum(map(sum, best))
    for days in ways([group], BUDGET):
        if sum(map(sum, days)) < spent:
            assert earned([group], days) < value + 1e-6


def test_days_are_not_spent_on_what_is_dropped_anyway():
    # Without any day: 0, 0, 80. One is dropped; two days save the better one.
    group = Group(((0, 0, 90), (0, 70, 70), (80, 80, 80)), drop_lowest=1)
    assert best_use([group], 2) == ((2, 0, 0),)
    assert best_use([group], 1) == ((0, 1, 0),)


def test_the_heavier_category_goes_first():
    light = Group(((0.0, 100.0),), weight=0.1)
    heavy = Group(((0.0, 60.0),), weight=0.4)
    assert best_use([light, heavy], 1) == ((0,), (1,))


def test_a_category_by_points_weighs_by_points():
    small_and_large = Group(((0.0, 100.0), (0.0, 50.0)), shares=(0.2, 0.8))
    assert best_use([small_and_large], 1) == ((0, 1),)


def test_of_equal_ways_the_earlier_assignment_is_paid():
    assert best_use([Group(((0.0, 9.0), (0.0, 9.0)))], 1) == ((1, 0),)
    assert best_use([], 5) == ()
