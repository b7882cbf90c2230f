"""Which submission counts, how the ledger folds, how totals are made."""

from dataclasses import dataclass, replace
from uuid import uuid4

import pytest

from portal.gradebook import policy
from portal.gradebook.policy import Candidate, Part
from portal.grading.lateness import Lateness
from tests.portal.gradebook.policy.cast import work


@dataclass
class Line:
    pk: int
    kind: str
    points: float | None = None
    reason: str = ""
    undoes_id: int | None = None


def candidates(*rows):
    return [
        Candidate(number, uuid4(), number, points, 0.0, late)
        for number, (points, late) in enumerate(rows, start=1)
    ]


@pytest.mark.parametrize(
    ("rule", "rows", "number"),
    [
        ("best", [(5, False), (9, False), (7, False)], 2),
        ("best", [(9, False), (9, False)], 1),
        ("best", [(9, True), (9, False)], 2),
        ("last", [(5, False), (9, False), (7, False)], 3),
        ("chosen", [(5, False), (9, False)], 2),
        ("best", [], None),
    ],
)
def test_which_submission_counts(rule, rows, number):
    found = policy.counting(candidates(*rows), rule)
    assert (found and found.number) == number


def test_a_chosen_one_counts_whatever_it_scored():
    chosen = Candidate(1, uuid4(), 1, 2.0, is_chosen=True)
    assert policy.counting([chosen, *candidates((9, False))], "chosen") is chosen


CREDIT = policy.ItemRules(100, "credit", 60)
PER_DAY = Lateness("per_day", percent=10.0)
SLIP = Lateness("slip_days", days=5)


@pytest.mark.parametrize(
    ("rules", "late", "works", "number"),
    [
        # all credit, all of them: what scored most, of as many points the earlier
        (CREDIT, PER_DAY, [work(60), work(95), work(95)], 2),
        # no credit, either of them: still the better one
        (CREDIT, PER_DAY, [work(10), work(50), work(30)], 2),
        # a day late keeps 90 % of the credit, however much it scored
        (CREDIT, PER_DAY, [work(61), work(100, days=1)], 1),
        # late credit is more than none in time
        (CREDIT, PER_DAY, [work(20), work(70, days=2)], 2),
        # a slip day makes them equal: what needs none, then what needs fewer
        (CREDIT, SLIP, [work(61), work(100, days=1)], 1),
        (CREDIT, SLIP, [work(61, days=1), work(100, days=2)], 1),
        # lateness that costs nothing: of equal credit that in time
        (CREDIT, Lateness(), [work(61), work(100, days=1)], 1),
        # bands and caps make equal, too
        (policy.ItemRules(100, "bands"), PER_DAY, [work(50), work(89), work(60)], 2),
        # points as they are, after lateness
        (policy.ItemRules(100), PER_DAY, [work(81), work(89, days=1)], 1),
        (policy.ItemRules(100), PER_DAY, [work(80), work(89, days=1)], 2),
    ],
)
def test_the_best_is_what_is_worth_most_then_what_scored_most(
    rules, late, works, number
):
    marked = [
        policy.worth(replace(one, number=n), rules)
        for n, one in enumerate(works, start=1)
    ]
    for found in (marked, marked[::-1]):  # whatever order they come in
        counted = policy.paid_work(found, "best", late, days=5)
        assert counted.number == number


@pytest.mark.parametrize(
    ("lines", "points", "flags"),
    [
        ([], 50.0, ""),
        ([Line(1, "override", 70)], 70.0, "override"),
        ([Line(1, "adjustment", 10), Line(2, "adjustment", -3)], 57.0, ""),
        ([Line(1, "adjustment", 10), Line(2, "override", 70)], 70.0, "override"),
        ([Line(1, "override", 70), Line(2, "adjustment", 5)], 75.0, "override"),
        ([Line(1, "override", 70), Line(2, "undo", undoes_id=1)], 50.0, ""),
        (
            [
                Line(1, "override", 70),
                Line(2, "undo", undoes_id=1),
                Line(3, "undo", undoes_id=2),
            ],
            70.0,
            "override",
        ),
        ([Line(1, "excuse")], None, "excused"),
        ([Line(1, "excuse"), Line(2, "override", 60)], 60.0, "override"),
        ([Line(1, "release")], 50.0, "released"),
        ([Line(1, "release"), Line(2, "undo", undoes_id=1)], 50.0, ""),
        ([Line(2, "adjustment", 1), Line(1, "override", 10)], 11.0, "override"),
    ],
)
def test_the_ledger_folds_oldest_first(lines, points, flags):
    grade = policy.fold(50.0, lines)
    assert grade.points == points
    assert grade.is_override is ("override" in flags)
    assert grade.is_excused is ("excused" in flags)
    assert grade.is_released is ("released" in flags)


def test_incomplete_holds_until_it_is_set_or_taken_back():
    incomplete = Line(1, "incomplete")
    held = policy.fold(7.0, [incomplete, Line(2, "adjustment", 2.0)])
    assert (held.points, held.is_incomplete) == (None, True)
    done = policy.fold(7.0, [incomplete, Line(2, "override", 9.0)])
    assert (done.points, done.is_incomplete) == (9.0, False)
    back = policy.fold(7.0, [incomplete, Line(2, "undo", undoes_id=1)])
    assert (back.points, back.is_incomplete) == (7.0, False)


def test_nothing_handed_in_can_still_be_given_points():
    assert policy.fold(None, []).points is None
    assert policy.fold(None, [Line(1, "adjustment", 5)]).points == 5


@pytest.mark.parametrize(
    ("split", "drop", "percent"),
    [("even", 0, 75.0), ("points", 0, 90.909), ("even", 1, 100.0), ("even", 9, 100.0)],
)
def test_a_category_is_split_evenly_or_by_points(split, drop, percent):
    parts = [
        Part(5, 10),
        Part(45, 45),
        Part(None, 50),
        Part(0, 50, is_excused=True),
    ]
    found = policy.percent(parts, split=split, drop_lowest=drop)
    assert found == pytest.approx(percent, abs=0.001)


def test_a_total_weighs_what_is_there():
    assert policy.total([(40, 80.0), (60, None)]) == 80.0
    assert policy.total([(40, 80.0), (60, 30.0)]) == pytest.approx(50.0)
    assert policy.total([(40, None)]) is None
    assert policy.percent([], split="even", drop_lowest=0) is None
