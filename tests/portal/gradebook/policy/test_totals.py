"""Categories and the course's total: what counts, by how much, and its letter."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.gradebook.policy import (
    CategoryRules,
    CourseRules,
    FinalRules,
    Part,
    grade_category,
    grade_course,
    letter_of,
    rounded,
)
from tests.portal.gradebook.policy.cast import parts

LETTERS = (("A", 90.0), ("B", 80.0), ("F", 0.0))


def course(*categories, **final):
    return CourseRules(categories, FinalRules(**final))


def test_excused_and_open_work_leaves_its_weight_to_the_rest():
    rules = CategoryRules("hw", weight=40)
    grade = grade_category(parts(80, "exc", None, 60), rules)
    assert (grade.percent, grade.shares) == (70, (0.5, 0, 0, 0.5))
    whole = course(rules, CategoryRules("exam", weight=60))
    found = grade_course({"hw": parts(80), "exam": parts(None)}, whole)
    assert [c.weight for c in found.categories] == [1, 0]
    assert found.percent == 80


def test_extra_credit_comes_on_top_and_alone_is_nothing():
    whole = course(
        CategoryRules("hw", weight=100), CategoryRules("more", weight=5, is_extra=True)
    )
    assert grade_course({"hw": parts(80), "more": parts(50)}, whole).percent == 82.5
    assert grade_course({"hw": parts(80), "more": parts(None)}, whole).percent == 80
    assert grade_course({"hw": parts(None), "more": parts(50)}, whole).percent is None


def test_a_bonus_passes_100_up_to_its_cap():
    open_end = CategoryRules("hw", weight=100)
    assert grade_category(parts(110, 100), open_end).percent == pytest.approx(105)
    capped = CategoryRules("hw", weight=100, cap=102.0)
    found = grade_category(parts(110, 100), capped)
    assert (found.percent, found.uncapped) == (102, pytest.approx(105))
    of_course = course(open_end, cap=100.0)
    assert grade_course({"hw": parts(110)}, of_course).percent == 100


def test_a_category_that_must_be_passed_decides_the_letter():
    whole = course(
        CategoryRules("hw", weight=50),
        CategoryRules("exam", "Exams", weight=50, required=50.0),
        letters=LETTERS,
    )
    failed = grade_course({"hw": parts(130), "exam": parts(49)}, whole)
    assert (failed.percent, failed.letter) == (89.5, "F")
    assert [one.title for one in failed.missed] == ["Exams"]
    passed = grade_course({"hw": parts(130), "exam": parts(50)}, whole)
    assert (passed.letter, passed.missed) == ("A", ())
    not_yet = grade_course({"hw": parts(90), "exam": parts(None)}, whole)
    assert (not_yet.letter, not_yet.missed) == ("A", ())


@pytest.mark.parametrize(
    ("percent", "rounding", "decimals", "result"),
    [
        (89.5, "none", 0, 89.5),
        (89.5, "half_up", 0, 90),
        (88.5, "half_up", 0, 89),
        (88.5, "half_even", 0, 88),
        (89.5, "half_even", 0, 90),
        (89.99, "down", 0, 89),
        (89.949, "half_up", 1, 89.9),
        (89.95, "half_up", 1, 90),
        (0.1 + 0.2 + 89.2, "half_up", 0, 90),  # 89.5, not 89.49999
        (89.49999999999999, "half_up", 0, 90),
    ],
)
def test_rounding_is_the_stated_one(percent, rounding, decimals, result):
    assert rounded(percent, FinalRules((), rounding, decimals)) == result


def test_letters_follow_the_rounded_percentage():
    hw = CategoryRules("hw", weight=100)
    plain = grade_course({"hw": parts(89.5)}, course(hw, letters=LETTERS))
    assert (plain.rounded, plain.letter) == (89.5, "B")
    up = course(hw, letters=LETTERS, rounding="half_up")
    found = grade_course({"hw": parts(89.5)}, up)
    assert (found.percent, found.rounded, found.letter) == (89.5, 90, "A")
    assert letter_of(-1, LETTERS) == ""
    assert letter_of(50, ()) == ""


grades = some.none() | some.floats(0, 120) | some.just("exc")
rows = some.lists(
    some.builds(
        lambda points, most: Part(
            None if points == "exc" or points is None else points * most / 100,
            most,
            points == "exc",
        ),
        grades,
        some.sampled_from([10.0, 50.0, 100.0]),
    ),
    max_size=8,
)
splits = some.sampled_from(["even", "points"])


@given(rows, splits, some.integers(0, 4))
def test_shares_add_up_to_one_over_what_counts(row, split, drop):
    rules = CategoryRules("hw", split=split, drop_lowest=drop)
    grade = grade_category(row, rules)
    if any(part.counts for part in row):
        assert sum(grade.shares) == pytest.approx(1)
        assert all(
            share == 0 for n, share in enumerate(grade.shares) if n in grade.dropped
        )
    else:
        assert (grade.percent, set(grade.shares)) in ((None, {0.0}), (None, set()))


@given(some.lists(rows, min_size=1, max_size=4), some.integers(1, 50))
def test_weights_add_up_to_one_over_what_counts(all_rows, first):
    weights = [float(first + n) for n in range(len(all_rows))]
    rules = course(*(CategoryRules(str(n), weight=w) for n, w in enumerate(weights)))
    by_slug = {str(n): row for n, row in enumerate(all_rows)}
    grade = grade_course(by_slug, rules)
    there = [c for c in grade.categories if c.percent is not None]
    assert sum(c.weight for c in grade.categories) == pytest.approx(
        1.0 if there else 0.0
    )
    if there:
        low, high = min(c.percent for c in there), max(c.percent for c in there)
        assert low - 1e-9 <= grade.percent <= high + 1e-9


@given(rows, splits, some.integers(0, 4))
def test_dropping_never_lowers(row, split, drop):
    def grade(count):
        rules = CategoryRules("hw", split=split, drop_lowest=count)
        return grade_category(row, rules).percent

    if grade(0) is not None:
        assert grade(drop) >= grade(0) - 1e-9


@given(rows, splits, some.floats(0, 150), some.floats(0, 150))
def test_caps_hold_and_better_work_never_lowers(row, split, cap, course_cap):
    hw = CategoryRules("hw", split=split, cap=cap, weight=100)
    found = grade_course({"hw": row}, course(hw, cap=course_cap))
    if found.percent is not None:
        assert found.percent <= min(cap, course_cap) + 1e-9
        better = [
            Part(None if p.points is None else p.points + 1, p.max_points, p.is_excused)
            for p in row
        ]
        more = grade_course({"hw": better}, course(hw, cap=course_cap))
        assert more.percent >= found.percent - 1e-9
