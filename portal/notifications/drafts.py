"""News before it is known who wants it how."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.assignments.models import Assignment
from portal.courses.models import STAFF, Course, Enrollment, Role
from portal.submissions.models import Submission


@dataclass(frozen=True)
class Draft:
    """The same news for some people, by row number.

    ``key`` tells it from all other news to the same person, for ever.
    """

    kind: str
    key: str
    people: tuple[int, ...]
    at: datetime
    course: Course | None = None
    assignment: Assignment | None = None
    submission: Submission | None = None
    detail: dict[str, Any] = field(default_factory=dict)


def users_of(enrollments: Iterable[Enrollment], *, but: str = "") -> tuple[int, ...]:
    """Return whose these are and still in their course; ``but`` is a public id."""
    return tuple(
        one.user_id
        for one in enrollments
        if one.is_active and str(one.user.public_id) != but
    )


def staff_of(course: Course, *, but: str = "") -> tuple[int, ...]:
    """Return the people who grade or instruct the course now; 1 query."""
    rows = course.enrollments.filter(role__in=STAFF, is_active=True)
    return users_of(rows.select_related("user"), but=but)


def students_in(enrollments: Iterable[Enrollment]) -> list[Enrollment]:
    """Return those of them who are students."""
    return [one for one in enrollments if one.role == Role.STUDENT]
