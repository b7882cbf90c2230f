"""Final grades under five real courses' policies; every figure is worked out by hand.

What a syllabus does not state is marked "ours".
"""

from datetime import timedelta

import pytest

from graders.spec.model import CapSpec
from portal.gradebook import selectors
from tests.factories.gradebook import CHECK, EXCUSED, Set, Work, a_class, a_course_of
from tests.factories.grading import DUE

pytestmark = pytest.mark.django_db
END = DUE + timedelta(days=60)


def finals(course):
    """Return everybody's total and letter at the end of the term."""
    return {
        row.enrollment.user.name: (round(row.grade.rounded, 6), row.grade.letter)
        for row in selectors.course_table(course, now=END).rows
    }


W251 = """
categories = [
  { slug = "graded", weight = 40 },
  { slug = "credit", weight = 10, marks = "credit" },
  { slug = "participation", weight = 10 },
  { slug = "project", weight = 40 },
]
late = [{ rule = "zero" }]
final = { missing = "zero" }
"""


def test_w251_counts_four_homeworks_eight_credits_and_a_project():
    course = a_course_of(W251)
    items = [(f"hw{n:02}", "graded", 100, 60) for n in (3, 5, 9, 11)]
    items += [(f"hw{n:02}", "credit", 100, 60) for n in (1, 2, 4, 6, 7, 8, 10, 12)]
    items += [("part", "participation", 100, None), ("project", "project", 100, None)]
    passes = [60, 75, 100, 61, 80, 90, 70, 99]
    late = Work(100, days=0.01)
    a_class(
        course,
        items,
        {
            # 85 -> 34; 8 of 8 -> 10; 9.5; 88 -> 35.2
            "Ada": [90, 80, 100, 70, *passes, 95, 88],
            # 110 with the Kubernetes bonus, late is 0: 260 / 4 = 65 -> 26;
            # 59 is no credit, nor is nothing: 6 of 8 -> 7.5; 10; 60 -> 24
            "Ben": [110, 100, Work(95, 1), 50, *passes[:6], 59, None, 100, 60],
            # 240 / 3 = 80 -> 32; one credit late: 7 of 8 -> 8.75; 8; 36
            "Cleo": [80, 90, EXCUSED, 70, *passes[:7], late, 80, 90],
            # nothing handed in: 0 + 0; 5; 16
            "Dan": [None] * 12 + [50, 40],
            # one set to 100 by staff: 280 / 4 = 70 -> 28; 4 of 8 -> 5; 0; 40
            "Eve": [60, 60, 60, Set(100), *passes[:4], 0, 10, 59.5, None, 0, 100],
        },
    )
    assert finals(course) == {
        "Ada": (88.7, ""),
        "Ben": (67.5, ""),
        "Cleo": (84.75, ""),
        "Dan": (21, ""),
        "Eve": (73, ""),
    }


W255 = """
categories = [
  { slug = "labs", weight = 50, marks = "bands" },
  { slug = "project", weight = 50, marks = "bands" },
]
late = [{ rule = "zero" }]
final = { missing = "zero" }
"""


def test_w255_knows_four_bands_and_caps_pandas_at_half():
    course = a_course_of(W255, caps=(CapSpec("lab2", CHECK, 50.0),))
    items = [(f"lab{n}", "labs", 100, None) for n in range(1, 6)]
    items += [("project", "project", 100, None)]
    pandas = Work(97, has_failed=True)
    a_class(
        course,
        items,
        {
            # 100 90 90 50 100: 430 / 5 = 86 -> 43; 90 -> 45
            "Ada": [100, 95, 90, 89, 100, 92],
            # 97 is 90, pandas makes it 50: 450 / 5 = 90 -> 45; 50
            "Ben": [100, pandas, 100, 100, 100, 100],
            # one late: 360 / 5 = 72 -> 36; 50 -> 25
            "Cleo": [90, 90, Work(100, 0.2), 90, 90, 50],
            # 0 0 50 50 50: 150 / 5 = 30 -> 15; 89.9 is 50 -> 25
            "Dan": [49, Work(30, has_failed=True), 50, 50, 50, 89.9],
            # 100 100 100 and 50: 350 / 4 = 87.5 -> 43.75; 50
            "Eve": [100, 100, 100, EXCUSED, 50, 100],
        },
    )
    assert finals(course) == {
        "Ada": (88, ""),
        "Ben": (95, ""),
        "Cleo": (61, ""),
        "Dan": (40, ""),
        "Eve": (93.75, ""),
    }


# Ours: the gate at class start, two dropped, the milestones' points.
AI_SYS = """
categories = [
  { slug = "projects", weight = 60, split = "points" },
  { slug = "summaries", weight = 20, drop_lowest = 2 },
  { slug = "participation", weight = 20 },
]
late = [{ rule = "gate", categories = ["summaries"] }]
final = { missing = "zero" }
"""


def test_ai_sys_drops_two_summaries_and_shuts_the_gate_at_class():
    course = a_course_of(AI_SYS)
    items = [(f"note{n}", "summaries", 6, None) for n in range(1, 7)]
    items += [("proposal", "projects", 10, None), ("checkpoint", "projects", 20, None)]
    items += [("final", "projects", 70, None), ("part", "participation", 100, None)]
    a_class(
        course,
        items,
        {
            # 4 and 5 dropped: all -> 20; 90 of 100 -> 54; 80 -> 16
            "Ada": [6, 6, 5, 6, 4, 6, 9, 18, 63, 80],
            # late and missing dropped: 21 of 24 -> 17.5; late project whole: 85 -> 51
            "Ben": [6, Work(6, 0.01), 6, None, 3, 6, 5, 10, Work(70, 2), 100],
            # of four, 0 and 3 dropped -> 20; 65 -> 39; 10
            "Cleo": [EXCUSED, EXCUSED, 3, 6, 6, 0, 10, 20, 35, 50],
            # half of each -> 10; no project; no word said
            "Dan": [3, 3, 3, 3, 3, 3, None, None, None, 0],
            # two misses dropped -> 20; 64 of 80 -> 48; 75 -> 15
            "Eve": [6, 6, 6, 6, None, 0, 8, EXCUSED, 56, 75],
        },
    )
    assert finals(course) == {
        "Ada": (90, ""),
        "Ben": (88.5, ""),
        "Cleo": (69, ""),
        "Dan": (10, ""),
        "Eve": (83, ""),
    }


# Ours, all of it: the syllabus states no weights, no late rule and no letters.
EECS182 = """
categories = [
  { slug = "homework", weight = 40, drop_lowest = 1 },
  { slug = "exams", weight = 30 },
  { slug = "project", weight = 25 },
  { slug = "participation", weight = 5 },
]
late = [{ rule = "slip_days", days = 5 }]
[final]
missing = "zero"
rounding = "half_up"
letters = { A = 90, B = 80, C = 70, F = 0 }
"""


def test_eecs182_spends_five_slip_days_where_they_earn_most():
    course = a_course_of(EECS182)
    items = [(f"hw{n}", "homework", 100, None) for n in range(1, 5)]
    items += [("exam1", "exams", 100, None), ("exam2", "exams", 100, None)]
    items += [("project", "project", 100, None), ("part", "participation", 100, None)]
    a_class(
        course,
        items,
        {
            # 3 + 2 days pay both: 90 80 100, 70 dropped: 90 -> 36; 25.5; 22; 5
            "Ada": [Work(90, 3), Work(80, 2), 70, 100, 80, 90, 88, 100],
            # 4 or 3 days, not both: 100 60 50 with 0 dropped: 70 -> 28; 21; 15; 4
            "Ben": [Work(100, 4), Work(90, 3), 60, 50, 70, 70, 60, 80],
            # six days are too many, and dropped: 80 -> 32; 24; 20; 4
            "Cleo": [Work(100, 6), Work(80, 1), 80, 80, 100, 60, 80, 80],
            # two of three can be paid. The late 90 and 100 with 50 beat the rest, for
            # the 0 is dropped: 240 / 3 = 80 -> 32; 50 -> 15; 25; 5
            "Dan": [
                [Work(60), Work(90, 2)],
                *(Work(70, 2), Work(100, 2), 50),
                *(50, EXCUSED, 100, 100),
            ],
            # 65 dropped: 85 -> 34; 27; 22.5 as staff said; 2: 85.5
            "Eve": [95, 85, 75, 65, 90, 90, Set(90), 40],
        },
    )
    assert finals(course) == {
        "Ada": (89, "B"),  # 88.5, a half up
        "Ben": (68, "F"),
        "Cleo": (80, "B"),
        "Dan": (77, "C"),
        "Eve": (86, "B"),
    }
    table = selectors.course_table(course, now=END)
    dan = next(row for row in table.rows if row.enrollment.user.name == "Dan")
    spent = {
        column.title: cell.counted.slip_days
        for column, cell in zip(table.columns, dan.cells, strict=True)
        if cell.counted and cell.counted.slip_days
    }
    assert spent == {"hw1": 2, "hw3": 2}


# Ours: the late rules and the milestones' points.
CMSC35200 = """
categories = [
  { slug = "assignments", weight = 30 },
  { slug = "project", weight = 40, split = "points" },
  { slug = "paper", weight = 20 },
  { slug = "participation", weight = 10 },
]
[[late]]
rule = "per_day"
percent = 10
max_days = 3
grace_minutes = 60
categories = ["assignments"]
[[late]]
rule = "zero"
[final]
missing = "zero"
"""


def test_cmsc35200_takes_a_tenth_a_day_and_nothing_late_in_the_project():
    course = a_course_of(CMSC35200)
    items = [(f"pa{n}", "assignments", 100, None) for n in range(1, 5)]
    items += [("proposal", "project", 5, None), ("revised", "project", 5, None)]
    items += [("report", "project", 15, None), ("talk", "project", 15, None)]
    items += [("paper", "paper", 100, None), ("part", "participation", 100, None)]
    a_class(
        course,
        items,
        {
            # 100 81 80 70: 82.75 -> 24.825; 36 of 40 -> 36; 17; 10
            "Ada": [100, Work(90, 0.5), 80, 70, 5, 5, 12, 14, 85, 100],
            # 56 0 0 60: 29 -> 8.7; 28 of 40 -> 28; 12; 5
            "Ben": [Work(80, 3), Work(100, 3.1), None, 60, 4, 4, 9, 11, 60, 50],
            # 100 -> 30; the revision was late: 35 of 40 -> 35; 19; 9
            "Cleo": [100, 100, 100, EXCUSED, 5, Work(5, 0.1), 15, 15, 95, 90],
            # 50 -> 15; 5 of 40 -> 5; 0; 2
            "Dan": [50, 50, 50, 50, 5, None, None, 0, None, 20],
            # 43 minutes are within the grace: 100 81 100 59: 85 -> 25.5; 40; 14; 10
            "Eve": [Work(100, 0.03), Work(90, 0.1), 100, 59, 5, 5, 15, 15, 70, 100],
        },
    )
    assert finals(course) == {
        "Ada": (87.825, ""),
        "Ben": (53.7, ""),
        "Cleo": (93, ""),
        "Dan": (22, ""),
        "Eve": (89.5, ""),
    }
