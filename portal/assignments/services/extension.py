"""Gives people and sections more time, and takes that back."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment, Extension
from portal.assignments.selectors import due_dates
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.courses.models import Enrollment, Section
from portal.lib.errors import InvalidError, NotFoundError

LONGEST_REASON = 2000


def give_extension(
    assignment: Assignment,
    to: Enrollment | Section,
    *,
    until: datetime,
    reason: str,
    actor: User,
    now: datetime,
) -> Extension:
    """Let ``to`` hand in until then; the newest line for the same person holds.

    Work that came already is judged by it too. Refused before the release, and where
    it would be no more time than everybody has.
    """
    refuse_useless(assignment, until)
    return _write(assignment, to, until, reason, actor, now)


def end_extension(
    assignment: Assignment,
    to: Enrollment | Section,
    *,
    reason: str,
    actor: User,
    now: datetime,
) -> Extension:
    """Take the extension back with another line; the first stays readable."""
    return _write(assignment, to, None, reason, actor, now)


def refuse_useless(assignment: Assignment, until: datetime) -> None:
    """Refuse an end that gives nobody more time than everybody has."""
    if until.tzinfo is None:
        raise InvalidError("The end of an extension needs a time zone.")
    dates = due_dates(assignment)
    if dates.due is None:
        raise InvalidError("This assignment has no due date to extend.")
    if dates.release is not None and until <= dates.release:
        raise InvalidError("The extension ends before the assignment is released.")
    if until <= dates.due:
        raise InvalidError("The extension ends before the due date that all have.")


def refuse_no_reason(reason: str) -> str:
    """Return the reason as it is kept, or refuse none and too long a one."""
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidError(
            f"Say why, in at most {LONGEST_REASON:,} characters; the student reads it."
        )
    return reason


@transaction.atomic
def _write(
    assignment: Assignment,
    to: Enrollment | Section,
    until: datetime | None,
    reason: str,
    actor: User,
    now: datetime,
) -> Extension:
    if not is_staff_of(actor, assignment.course):
        raise NotFoundError("There is no such course.")
    if to.course_id != assignment.course_id:
        raise NotFoundError("They are not in the course of this assignment.")
    reason = refuse_no_reason(reason)
    line = Extension.objects.create(
        assignment=assignment,
        enrollment=to if isinstance(to, Enrollment) else None,
        section=to if isinstance(to, Section) else None,
        until=until,
        reason=reason,
        author=actor,
        at=now,
    )
    verb = "extension.given" if until else "extension.ended"
    when = until.isoformat() if until else None
    audit.record(verb, line, actor=actor, now=now, until=when, to=str(to.pk))
    return line
