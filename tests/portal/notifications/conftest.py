"""What people are told: one course, its people, and what reaches them."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Course, Enrollment, Role
from portal.notifications.access import visible_notices
from portal.notifications.selectors import told
from portal.notifications.services import listen, look
from tests.factories.grading import (
    NOON,
    a_course,
    a_person,
    an_assignment,
    an_enrollment,
)
from tests.factories.runners import a_runner


@dataclass
class Scene:
    """A course with one assignment, two students, two of the staff, and ops."""

    course: Course
    assignment: Assignment
    alice: Enrollment
    bob: Enrollment
    tara: User
    ben: User
    olu: User
    runner: object

    def hear(self, now: datetime = NOON) -> None:
        """Let everything be told that is new, as the clock does."""
        listen(now=now)
        look(now=now)

    def said(self, person, now: datetime = NOON) -> list[str]:
        """Return the sentences that a person reads now, newest first."""
        person = getattr(person, "user", person)
        rows = visible_notices(person).select_related(
            "course", "assignment", "submission"
        )
        return [line.sentence for line in told(person, rows, now=now)]


@pytest.fixture
def scene(db):
    course = a_course("w251")
    course.timezone = "America/Los_Angeles"
    course.save()
    assignment = an_assignment(course)
    return Scene(
        course=course,
        assignment=assignment,
        alice=an_enrollment(course, "Alice"),
        bob=an_enrollment(course, "Bob"),
        tara=an_enrollment(course, "Tara", Role.INSTRUCTOR).user,
        ben=an_enrollment(course, "Ben", Role.GRADER).user,
        olu=a_person("Olu", is_ops=True),
        runner=a_runner(),
    )
