"""A gradebook with something in every corner, made without running anything."""

from dataclasses import dataclass
from datetime import timedelta

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Course, Enrollment, Role, Section
from portal.gradebook import services
from tests.factories.gradebook import EXCUSED, Set, Work, a_class, a_course_of
from tests.factories.grading import NOON, an_enrollment

POLICY = """
[[categories]]
slug = "homework"
title = "Homework"
weight = 60

[[categories]]
slug = "project"
title = "Project"
weight = 40

[[late]]
rule = "per_day"
percent = 10

[final]
letters = { A = 90, B = 50, F = 0 }
"""
ITEMS = [
    ("hw1", "homework", 100, None),
    ("hw2", "homework", 100, None),
    ("final", "project", 100, None),
]
ROWS = {
    "Ada Byron": [92.5, 80, None],
    "Bo Chen": [Work(70, days=0.5), EXCUSED, Set(71.5)],
    "Cy =SUM(A1)": [None, 41.25, 60],
}


@dataclass(frozen=True)
class Book:
    """The course, its staff, and everything by name."""

    course: Course
    tara: User
    ben: User
    people: dict[str, Enrollment]
    items: dict[str, Assignment]

    @property
    def ada(self) -> Enrollment:
        return self.people["Ada Byron"]

    @property
    def bo(self) -> Enrollment:
        return self.people["Bo Chen"]

    def release(self, slug: str) -> None:
        services.release(
            self.items[slug], reason="Done.", actor=self.tara, now=NOON + HOUR
        )


HOUR = timedelta(hours=1)


def a_book() -> Book:
    """Return three students by three assignments; nothing is released."""
    course = a_course_of(POLICY)
    people = a_class(course, ITEMS, ROWS)
    section = Section.objects.create(course=course, name="Tuesday")
    Enrollment.objects.filter(pk=people["Bo Chen"].pk).update(section=section)
    tara = an_enrollment(course, "Tara", Role.INSTRUCTOR).user
    ben = an_enrollment(course, "Ben", Role.GRADER).user
    items = {one.slug: one for one in course.assignments.all()}
    return Book(course, tara, ben, people, items)


def many_students(course: Course, count: int) -> None:
    """Enroll so many more who have handed in nothing."""
    first = User.objects.count()
    people = User.objects.bulk_create(
        User(email=f"many{first + n}@example.edu", name=f"Many {first + n}")
        for n in range(count)
    )
    Enrollment.objects.bulk_create(
        Enrollment(course=course, user=one, role=Role.STUDENT, enrolled_at=NOON)
        for one in people
    )
