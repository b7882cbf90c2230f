"""The trail of a student's grades: what they see, and what only staff do."""

from datetime import timedelta

import pytest

from portal.courses.models import Role
from portal.gradebook import selectors, services
from portal.gradebook.models import Category
from tests.factories.grading import (
    DUE,
    NOON,
    a_check,
    a_course,
    a_submission,
    an_assignment,
    an_enrollment,
    grade,
)
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
LATER = DUE + timedelta(days=30)
CHECKS = [a_check("shape"), a_check("accuracy", 8.0), a_check("speed", 2.0)]


@pytest.fixture
def scene():
    """Two pieces of homework, one a day late; the second is not released."""
    late = {"rule": "slip_days", "grace_minutes": 0, "options": {"days": 2}}
    final = {"letters": {"A": 90, "B": 80, "F": 0}, "rounding": "half_up"}
    course = a_course("w251", policy={"late": [late], "final": final})
    Category.objects.create(course=course, slug="homework", title="Homework", weight=40)
    Category.objects.create(
        course=course, slug="exam", title="Exam", weight=60, position=1
    )
    alice = an_enrollment(course, "Alice")
    tara = an_enrollment(course, "Tara", Role.INSTRUCTOR).user
    first = an_assignment(course, CHECKS, title="First", slug="hw1")
    second = an_assignment(course, CHECKS, title="Second", slug="hw2")
    for assignment, days in ((first, 1), (second, 0)):
        now = DUE + timedelta(days=days)
        submission = a_submission(assignment, alice, now=now, is_late=days > 0)
        grade(submission, a_runner(), now=now)
    services.release(first, reason="Done.", actor=tara, now=NOON)
    return course, alice, tara, first, second


def trail(course, student, *, is_staff=False):
    return selectors.course_trail(course, student, is_staff=is_staff, now=LATER)


def words(found):
    return [
        line.step.words
        for category in found.categories
        for item in category.items
        for line in item.steps
    ]


def test_it_leads_from_checks_to_the_letter(scene):
    course, alice, tara, first, _ = scene
    services.adjust(first, alice, points=1, reason="Agreed.", actor=tara, now=NOON)
    found = trail(course, alice)
    assert words(found) == [
        "Accuracy",
        "Speed",
        "Submission 1 counts.",
        "1 day late, 1 slip day spent: 100 % of it counts.",
        "+1 points by staff: Agreed.",
    ]
    homework, exam = found.categories
    assert [step.words for step in homework.steps] == [
        "1 grade counts.",
        "40 % of the course, 100 % of what has a grade.",
    ]
    assert [step.words for step in exam.steps] == [
        "Nothing counts yet: the others carry its weight."
    ]
    assert [step.words for step in found.steps] == [
        "Of the categories: 90.",
        "Rounded to a whole percent: to the nearest, a half up.",
        "A begins at 90 %.",
    ]
    assert (found.grade.rounded, found.grade.letter) == (90, "A")
    assert [(purse.days, purse.left) for purse in found.purses] == [(2, 1)]


def test_of_what_is_not_released_nothing_is_left(scene):
    course, alice, *_ = scene
    own, staff = trail(course, alice), trail(course, alice, is_staff=True)
    assert own.hidden == 1
    titles = [item.column.title for item in own.categories[0].items]
    assert titles == ["First"]
    assert [len(category.items) for category in staff.categories] == [2, 0]
    assert own.grade.percent == 80


def test_authors_and_times_are_for_staff(scene):
    course, alice, tara, first, _ = scene
    services.enter_override(
        first, alice, points=5, reason="Agreed.", actor=tara, now=NOON
    )
    for is_staff, author in ((True, tara), (False, None)):
        found = trail(course, alice, is_staff=is_staff)
        line = found.categories[0].items[0].steps[-1]
        assert (line.step.value, line.author) == (5, author)
        assert (line.at == NOON) is is_staff


def test_what_a_check_earned_is_told_when_it_may_be_known(scene):
    course, alice, _, first, _ = scene
    version = first.published_version
    version.spec["checks"][1]["visibility"] = "after_due_date"
    version.save()
    early = selectors.course_trail(
        course, alice, is_staff=False, now=DUE - timedelta(days=1)
    )
    assert "Accuracy: shown later" in words(early)
    assert "Accuracy" in words(trail(course, alice))


def test_queries_stay_the_same_at_any_size(scene, django_assert_num_queries):
    course, alice, tara, *_ = scene
    for count in (0, 12):
        for _ in range(count):
            slug = f"x{course.assignments.count()}"
            more = an_assignment(course, CHECKS, slug=slug)
            grade(a_submission(more, alice), a_runner())
            services.release(more, reason="Done.", actor=tara, now=NOON)
            services.adjust(more, alice, points=1, reason="x", actor=tara, now=NOON)
        with django_assert_num_queries(5):
            assert trail(course, alice).grade.letter
