"""Shows the grades of an assignment to its students, all at once, or hides them."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.access import is_staff_of
from portal.courses.models import Course, Enrollment
from portal.gradebook import policy
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors.head import head_of
from portal.gradebook.services.ledger import undo
from portal.gradebook.services.lines import Draft, last_number, write
from portal.lib.errors import ConflictError, NotFoundError

Kind = LedgerEntry.Kind


@transaction.atomic
def release(
    assignment: Assignment,
    *,
    reason: str,
    actor: User,
    now: datetime,
    enrollment: Enrollment | None = None,
    key: str = "",
) -> LedgerEntry:
    """Show the grades to all students, or one student's to them.

    ConflictError where they are released already.
    """
    if enrollment is not None and enrollment.course_id != assignment.course_id:
        raise NotFoundError("This person is not in the course of this assignment.")
    last = last_number(assignment, enrollment)
    if is_staff_of(actor, assignment.course) and _holding(assignment, enrollment):
        raise ConflictError("These grades are released already.")
    draft = Draft(
        Kind.RELEASE,
        assignment.course,
        assignment,
        enrollment,
        reason,
        after=last,
        key=key,
    )
    return write(draft, actor=actor, now=now)


@transaction.atomic
def release_all(
    course: Course, *, reason: str, actor: User, now: datetime
) -> list[Assignment]:
    """Show every grade of the course that is not shown yet; return of what.

    ConflictError where all of them are.
    """
    if not is_staff_of(actor, course):
        raise NotFoundError("There is no such course.")
    columns = head_of(course).columns
    hidden = [one.assignment for one in columns if not one.is_released]
    if not hidden:
        raise ConflictError("All grades of this course are released already.")
    for assignment in hidden:
        release(assignment, reason=reason, actor=actor, now=now)
    return hidden


@transaction.atomic
def withdraw(
    assignment: Assignment, *, reason: str, actor: User, now: datetime
) -> list[LedgerEntry]:
    """Hide the grades again, also those released to one student.

    ConflictError where nothing is released. What was read cannot be unread.
    """
    if not is_staff_of(actor, assignment.course):
        raise NotFoundError("There is no such course.")
    people = Enrollment.objects.filter(
        ledger__assignment=assignment, ledger__kind=Kind.RELEASE
    ).distinct()
    held = _holding(assignment, None)
    for enrollment in people.order_by("pk"):
        held += _holding(assignment, enrollment)
    if not held:
        raise ConflictError("These grades are not released.")
    return [undo(line, reason=reason, actor=actor, now=now) for line in held]


def _holding(
    assignment: Assignment, enrollment: Enrollment | None
) -> list[LedgerEntry]:
    """Return the releases that hold for all students, or for one alone."""
    lines = LedgerEntry.objects.filter(assignment=assignment, enrollment=enrollment)
    held = policy.standing(list(lines.select_related("course", "assignment")))
    return [line for line in held if line.kind == Kind.RELEASE]
