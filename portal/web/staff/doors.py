"""The doors to staff pages: to students they are not there."""

from datetime import datetime
from uuid import UUID

from portal.accounts.models import User
from portal.assignments.access import get_assignment, get_team
from portal.assignments.models import Assignment, Team
from portal.courses.access import (
    get_code,
    get_course_of_staff,
    get_enrollment,
    get_section,
    is_staff_of,
    role_in,
)
from portal.courses.models import STAFF, Course, EnrolCode, Enrollment, Role, Section
from portal.lib.errors import NotFoundError, RefusedError
from portal.submissions.access import get_submission
from portal.submissions.models import Submission


def course_of_staff(viewer: User, public_id: UUID) -> Course:
    """Return the course to its staff, NotFoundError to everybody else."""
    return get_course_of_staff(viewer, public_id)


def enrollment_of_staff(viewer: User, public_id: UUID) -> Enrollment:
    """Return a student's enrollment to staff of its course, to nobody else."""
    enrollment = get_enrollment(viewer, public_id)
    _refuse_but_staff(viewer, enrollment.course)
    return enrollment


def assignment_of_staff(viewer: User, public_id: UUID, *, now: datetime) -> Assignment:
    """Return the assignment to staff of its course, NotFoundError to students too."""
    assignment = get_assignment(viewer, public_id, now=now)
    _refuse_but_staff(viewer, assignment.course)
    return assignment


def team_of_staff(viewer: User, public_id: UUID, *, now: datetime) -> Team:
    """Return the team to staff of its course, NotFoundError to its members too."""
    team = get_team(viewer, public_id, now=now)
    _refuse_but_staff(viewer, team.assignment.course)
    return team


def submission_of_staff(viewer: User, public_id: UUID) -> Submission:
    """Return the submission to staff of its course, NotFoundError to its author too."""
    submission = get_submission(viewer, public_id)
    _refuse_but_staff(viewer, submission.assignment.course)
    return submission


def course_of_instructor(viewer: User, public_id: UUID) -> Course:
    """Return the course to its instructors; graders are refused, others see none."""
    course = course_of_staff(viewer, public_id)
    _refuse_but_instructors(viewer, course)
    return course


def person_of_instructor(viewer: User, public_id: UUID) -> Enrollment:
    """Return anybody's enrollment to instructors of the course."""
    enrollment = get_enrollment(viewer, public_id)
    _refuse_but_instructors(viewer, enrollment.course)
    return enrollment


def assignment_of_instructor(
    viewer: User, public_id: UUID, *, now: datetime
) -> Assignment:
    """Return the assignment to instructors; graders are refused, others see none."""
    assignment = get_assignment(viewer, public_id, now=now)
    _refuse_but_instructors(viewer, assignment.course)
    return assignment


def section_of_instructor(viewer: User, pk: int) -> Section:
    """Return a section to instructors of its course."""
    return get_section(viewer, pk)


def code_of_instructor(viewer: User, public_id: UUID) -> EnrolCode:
    """Return an enrol code to instructors of its course."""
    return get_code(viewer, public_id)


def _refuse_but_instructors(viewer: User, course: Course) -> None:
    role = role_in(viewer, course)
    if role not in STAFF:
        raise NotFoundError("There is no such page.")
    if role != Role.INSTRUCTOR:
        raise RefusedError("Only an instructor of the course changes this.")


def _refuse_but_staff(viewer: User, course: Course) -> None:
    if not is_staff_of(viewer, course):
        raise NotFoundError("There is no such page.")
