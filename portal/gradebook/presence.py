"""Who left a board: a student may, without a reason, and may come back.

It is no rule of grades and moves none, so it is kept where it is written anyway, in the
diary of the assignment: the last word counts.
"""

from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.audit import services as audit
from portal.audit.selectors import events_of
from portal.courses.models import STAFF, Enrollment
from portal.lib.errors import NotFoundError

LEFT, RETURNED = "board.left", "board.returned"


def absent_from(assignment: Assignment) -> frozenset[str]:
    """Return the public ids of the enrollments that left, in one query."""
    away: set[str] = set()
    for event in events_of(assignment).filter(verb__in=(LEFT, RETURNED)):
        who = event.data["enrollment"]
        away.add(who) if event.verb == LEFT else away.discard(who)
    return frozenset(away)


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
