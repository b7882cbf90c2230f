"""What an instructor changes of one person in the browser."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.courses.models import Course, Enrollment, Role
from portal.courses.services.enrollment import drop, enroll
from portal.lib.errors import ConflictError


@transaction.atomic
def change_person(
    enrollment: Enrollment, *, role: str, section: str, actor: User, now: datetime
) -> Enrollment:
    """Give them this role and section, and their place back if they were dropped."""
    changed = enroll(
        enrollment.course,
        enrollment.user,
        role=role,
        section=section.strip(),
        actor=actor,
        now=now,
    )
    keep_an_instructor(enrollment.course)
    return changed


@transaction.atomic
def drop_person(enrollment: Enrollment, *, actor: User, now: datetime) -> None:
    """End their time in the course, losing nothing they did."""
    drop(enrollment, actor=actor, now=now)
    keep_an_instructor(enrollment.course)


def keep_an_instructor(course: Course) -> None:
    """Refuse what has just left the course without anybody to run it."""
    left = course.enrollments.filter(role=Role.INSTRUCTOR, is_active=True)
    if not left.exists():
        raise ConflictError(
            "The course would be left without an instructor; make somebody else one "
            "first."
        )
