"""The words of the trail, for what rarely happens too."""

from dataclasses import dataclass, replace
from datetime import datetime

from portal.gradebook.policy import (
    Cap,
    CategoryRules,
    CourseRules,
    FinalRules,
    Grade,
    ItemRules,
    fold,
    grade_category,
    grade_course,
    paid_work,
    worth,
)
from portal.gradebook.policy.trail import (
    category_steps,
    course_steps,
    item_steps,
    number,
)
from portal.grading.lateness import Lateness
from tests.factories.runners import NOON
from tests.portal.gradebook.policy.cast import parts, work


@dataclass
class Line:
    pk: int
    kind: str
    points: float | None = None
    reason: str = ""
    undoes_id: int | None = None
    at: datetime = NOON


def steps_of(counted, rules, lateness=Lateness(), lines=(), **more):  # noqa: B008
    grade = fold(counted.points if counted else None, list(lines))
    found = item_steps(counted, rules, lateness, grade=grade, lines=lines, **more)
    return [(step.stage, step.words, step.value) for step in found]


def test_marks_and_caps_say_what_they_did():
    credit = ItemRules(100, "credit", 60)
    assert steps_of(worth(work(61), credit), credit) == [
        ("score", "Submission 1 counts.", 61),
        ("marks", "All credit: from 60 points on it is all.", 100),
    ]
    bands = ItemRules(100, "bands")
    assert steps_of(worth(work(89), bands), bands)[1] == (
        "marks",
        "The highest band reached of 0, 50, 90 and 100 %.",
        50,
    )
    capped = worth(work(97), bands, (Cap(50, "No pandas"),))
    assert steps_of(capped, bands)[1] == (
        "cap",
        "At most 50 points, because of “No pandas”.",
        50,
    )


def test_lateness_says_its_days_and_what_is_left():
    rule = Lateness("slip_days", days=5, percent=10.0)
    counted = paid_work([work(80.0, days=3)], "best", rule, days=1)
    assert steps_of(counted, ItemRules(100), rule)[-1] == (
        "late",
        "3 days late, 1 slip day spent: 80 % of it counts.",
        64,
    )


def test_what_staff_wrote_follows_and_what_is_undone_does_not():
    lines = [
        Line(1, "override", 70, "Agreed."),
        Line(2, "adjustment", -2.5, "A page short."),
        Line(3, "adjustment", 9, "By mistake."),
        Line(4, "undo", undoes_id=3),
        Line(5, "comment", reason="Well done."),
        Line(6, "release"),
    ]
    assert steps_of(work(50), ItemRules(100), lines=lines)[1:] == [
        ("ledger", "Set to 70 by staff: Agreed.", 70),
        ("ledger", "−2.5 points by staff: A page short.", 67.5),
        ("ledger", "Well done.", 67.5),
    ]


def test_nothing_missing_and_excused_are_told_apart():
    rules = ItemRules(10)
    assert [words for _, words, _ in steps_of(None, rules)] == [
        "No grade yet: the others carry its weight."
    ]
    missing = item_steps(None, rules, Lateness(), grade=Grade(0.0), is_missing=True)
    assert [step.words for step in missing] == ["Nothing was there by its due date."]
    assert [words for _, words, _ in steps_of(None, rules, is_handed_in=False)] == [
        "Nothing is handed in here: until staff enter a grade the others carry its"
        " weight."
    ]
    excused = steps_of(None, rules, lines=[Line(1, "excuse", reason="Ill.")])
    assert [stage for stage, *_ in excused] == ["ledger", "excused"]


def test_a_category_says_what_was_dropped_capped_and_required():
    rules = CategoryRules("hw", weight=40, drop_lowest=1, cap=95.0, required=96.0)
    grade = replace(grade_category(parts(50, 100, 110), rules), weight=0.4)
    words = [step.words for step in category_steps(grade, ["One", "Two", "Three"])]
    assert words == [
        "The lowest does not count: One.",
        "2 grades, weighed evenly.",
        "At most 95 %.",
        "96 % are needed to pass the course.",
        "40 % of the course.",
    ]
    two = replace(rules, drop_lowest=2, cap=None, required=None)
    grade = replace(grade_category(parts(50, 100, 110), two), weight=0.4)
    words = [step.words for step in category_steps(grade, ["One", "Two", "Three"])]
    assert words[0] == "The 2 lowest do not count: One; Two."
    extra = replace(
        grade_category(parts(50), CategoryRules("x", weight=5, is_extra=True)),
        weight=0.05,
    )
    assert category_steps(extra, ["One"])[-1].words == (
        "Extra credit: 5 % on top of the course."
    )


def test_the_course_says_its_cap_rounding_and_letter():
    final = FinalRules((("A", 90.0), ("F", 0.0)), "down", 1, 100.0)
    rules = CourseRules(
        (
            CategoryRules("hw", weight=50),
            CategoryRules("exam", "Exams", weight=50, required=90.0),
        ),
        final,
    )
    grade = grade_course({"hw": parts(130), "exam": parts(80)}, rules)
    assert [step.words for step in course_steps(grade, final)] == [
        "Of the categories: 65 + 40.",
        "The course gives at most 100 %.",
        "Rounded to 1 decimal: down.",
        "F: not passed without Exams.",
    ]
    nothing = grade_course({}, rules)
    assert course_steps(nothing, final)[0].words == "Nothing counts yet."


def test_numbers_are_short():
    assert [number(n) for n in (60.0, 7.5, 87.825, -0.001, -2.0, 12345.678)] == [
        *("60", "7.5", "87.83", "0", "−2", "12,345.68")
    ]
