"""Lets a student leave a board, and come back."""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.audit import services as audit
from portal.courses.models import STAFF, Enrollment
from portal.gradebook.presence import LEFT, RETURNED, absent_from
from portal.lib.errors import NotFoundError


@transaction.atomic
def set_presence(
    enrollment: Enrollment,
    assignment: Assignment,
    *,
    is_away: bool,
    actor: User,
    now: datetime,
) -> None:
    """Leave the board or come back; the same again changes nothing.

    Only a student has a place there, and only they decide: NotFoundError otherwise.
    """
    is_theirs = enrollment.user_id == actor.pk and enrollment.role not in STAFF
    if not is_theirs or enrollment.course_id != assignment.course_id:
        raise NotFoundError("You have no place on this board.")
    who = str(enrollment.public_id)
    if (who in absent_from(assignment)) != is_away:
        verb = LEFT if is_away else RETURNED
        audit.record(verb, assignment, actor=actor, now=now, enrollment=who)
