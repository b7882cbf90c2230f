"""A late rule is tried on a class, figures by hand; nothing is written."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.gradebook import selectors
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors.trial import try_late_rule
from portal.grading.lateness import Lateness
from tests.factories.gradebook import Work, a_class, a_course_of
from tests.factories.grading import DUE

pytestmark = pytest.mark.django_db
END = DUE + timedelta(days=60)
RULES = """
categories = [{ slug = "homework", weight = 50 }, { slug = "project", weight = 50 }]
late = [{ rule = "zero" }]
[final]
letters = { A = 90, B = 50, F = 0 }
"""


@pytest.fixture
def course():
    course = a_course_of(RULES)
    items = [("hw1", "homework", 100, None), ("hw2", "homework", 100, None)]
    items += [("project", "project", 100, None)]
    a_class(
        course,
        items,
        {
            "Ada": [100, 80, 90],  # never late: 45 + 45
            "Ben": [Work(80, 2), 60, 70],  # 15 + 35
            "Cleo": [100, 100, Work(90, 1)],  # 50 + 0
        },
    )
    return course


def tried(course, rule, category=""):
    found = try_late_rule(course, rule, category=category, now=END)
    return {
        one.enrollment.user.name: (one.move.before, one.move.after, one.slip_days)
        for one in found
    }


def test_a_tenth_a_day_gives_most_of_it_back(course):
    assert tried(course, Lateness("per_day", percent=10)) == {
        "Ada": (90, 90, 0),
        "Ben": (50, 66, 0),  # 64 and 60: 31 + 35
        "Cleo": (50, 90.5, 0),  # 81: 50 + 40.5
    }


def test_slip_days_in_one_category_leave_the_other_as_it_is(course):
    assert tried(course, Lateness("slip_days", days=3), "homework") == {
        "Ada": (90, 90, 0),
        "Ben": (50, 70, 2),  # 80 and 60: 35 + 35
        "Cleo": (50, 50, 0),
    }


def test_a_purse_may_be_too_small(course):
    assert tried(course, Lateness("slip_days", days=1))["Ben"] == (50, 50, 0)
    assert tried(course, Lateness("slip_days", days=1))["Cleo"] == (50, 95, 1)


def test_grace_makes_late_work_timely(course):
    rule = Lateness("zero", grace=timedelta(days=1))
    assert tried(course, rule)["Cleo"] == (50, 95, 0)
    assert tried(course, rule)["Ben"] == (50, 50, 0)


def test_letters_and_late_work_are_told(course):
    found = try_late_rule(course, Lateness("per_day", percent=10), now=END)
    by_name = {one.enrollment.user.name: one for one in found}
    move = by_name["Cleo"].move
    assert (move.letter_before, move.letter_after, move.is_change) == ("B", "A", True)
    assert [by_name[name].late for name in ("Ada", "Ben", "Cleo")] == [0, 1, 1]


def test_trying_writes_nothing_and_asks_as_little_as_the_gradebook(course):
    with CaptureQueriesContext(connection) as book:
        selectors.course_table(course, now=END)
    lines = LedgerEntry.objects.count()
    with CaptureQueriesContext(connection) as trial:
        try_late_rule(course, Lateness("per_day", percent=10), now=END)
    assert len(trial) <= len(book)
    assert LedgerEntry.objects.count() == lines
    assert all(q["sql"].lstrip().upper().startswith("SELECT") for q in trial)
