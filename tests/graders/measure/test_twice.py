"""Running twice: what is alike, and what only looks it."""

import math
from array import array
from itertools import count

import pytest

from graders.measure.twice import equal, run_twice


def test_a_call_that_answers_alike_is_the_same():
    assert run_twice(lambda: [1, (2.5, "x"), {"a": None}]) == (
        [1, (2.5, "x"), {"a": None}],
        True,
    )


def test_a_call_that_counts_is_not():
    turns = count()
    assert run_twice(lambda: next(turns)) == (0, False)


@pytest.mark.parametrize(
    ("first", "second"),
    [(1, 1.0), ([1], (1,)), ([1], [1, 2]), ({"a": 1}, {"b": 1}), (True, 1)],
)
def test_what_only_looks_alike_is_not_equal(first, second):
    assert not equal(first, second)


def test_arrays_are_compared_by_every_bit():
    first = array("d", [1.0, math.nan])
    assert equal([first], [array("d", first)])
    assert not equal(first, array("f", first))
    assert not equal(array("d", [0.0]), array("d", [-0.0]))


def test_how_alike_is_the_callers_choice():
    answers = iter([1.0, 1.0 + 1e-12])
    near = run_twice(lambda: next(answers), same=lambda a, b: abs(a - b) < 1e-9)
    assert near == (1.0, True)
