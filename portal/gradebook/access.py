"""The only doors to grades and the ledger: both are for the course's staff."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.assignments.access import get_assignment
from portal.assignments.models import Assignment
from portal.courses.access import get_enrollment, is_staff_of, staffed_courses
from portal.courses.models import STAFF, Course, Enrollment, Role
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors.columns import Column
from portal.lib.errors import NotFoundError


def visible_entries(viewer: User, course: Course) -> QuerySet[LedgerEntry]:
    """Return the course's lines to its staff, newest first; nothing to others."""
    return (
        LedgerEntry.objects.filter(course=course, course__in=staffed_courses(viewer))
        .select_related("assignment", "enrollment__user", "author", "undoes")
        .order_by("-pk")
    )


def get_entry(viewer: User, public_id: UUID | str) -> LedgerEntry:
    """Return the line to staff of its course, NotFoundError to everybody else."""
    try:
        entry = (
            LedgerEntry.objects.filter(
                public_id=public_id, course__in=staffed_courses(viewer)
            )
            .select_related("course", "assignment", "enrollment__user")
            .first()
        )
    except ValidationError:
        entry = None
    if entry is None:
        raise NotFoundError("There is no such line in a course of yours.")
    return entry


def get_cell(
    viewer: User, enrollment: UUID, assignment: UUID, *, now: datetime
) -> tuple[Enrollment, Assignment]:
    """Return whose grade it is and of what to staff, NotFoundError to all others."""
    who = get_enrollment(viewer, enrollment)
    what = get_assignment(viewer, assignment, now=now)
    if (
        what.course_id != who.course_id
        or who.role != Role.STUDENT
        or not is_staff_of(viewer, who.course)
    ):
        raise NotFoundError("There is no such grade in a course of yours.")
    return who, what


def graded_students(viewer: User, course: Course) -> QuerySet[Enrollment]:
    """Return the students whose grades the viewer may see: all to staff, else one."""
    students = course.enrollments.filter(role=Role.STUDENT, is_active=True)
    if not is_staff_of(viewer, course):
        students = students.filter(user=viewer)
    return students.select_related("user", "section")


def visible_columns(
    place: Enrollment, columns: Iterable[Column], *, now: datetime
) -> list[Column]:
    """Return what somebody may see of their course's columns; no query.

    Staff see all, others what was released by its date, as with ``get_assignment``.
    """
    is_staff = place.role in STAFF
    return [one for one in columns if is_staff or one.dates.is_released(now)]
