"""Who left a board: a student may, without a reason, and may come back.

It is no rule of grades and moves none, so it is kept where it is written anyway, in the
diary of the assignment: the last word counts.
"""

from collections.abc import Iterable

from portal.assignments.models import Assignment
from portal.audit.selectors import events_of
from portal.courses.models import Enrollment

LEFT, RETURNED = "board.left", "board.returned"


def absent_from(assignment: Assignment) -> frozenset[str]:
    """Return the public ids of the enrollments that left, in one query."""
    away: set[str] = set()
    for event in events_of(assignment).filter(verb__in=(LEFT, RETURNED)):
        who = event.data["enrollment"]
        away.add(who) if event.verb == LEFT else away.discard(who)
    return frozenset(away)


def has_left(whose: Iterable[Enrollment], away: frozenset[str]) -> bool:
    """Say whether an entry is off the board: any one of a team takes it along."""
    return any(str(one.public_id) in away for one in whose)
