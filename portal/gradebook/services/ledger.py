"""What staff say about one grade: each saying is one more line of the ledger."""

import math
from datetime import datetime

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors.seen import Seen, seen_cell
from portal.gradebook.services.lines import Draft, TakenError, write
from portal.gradebook.services.points import (
    MOST_POINTS,
    refuse_above,
    refuse_points,
)
from portal.lib.errors import ConflictError, InvalidError, NotFoundError

Kind = LedgerEntry.Kind


class StaleError(ConflictError):
    """Somebody changed the grade after its author last looked; nothing was written."""

    code = "stale"

    def __init__(self, cell: Seen, wanted: str) -> None:
        super().__init__(
            f"{cell.words} You were about to write {wanted}; nothing was written. "
            "Look at both, then write again.",
            now=cell.points,
            version=cell.version,
        )
        self.cell = cell


def enter_override(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    points: float,
    reason: str,
    actor: User,
    now: datetime,
    seen: str = "",
    is_above_meant: bool = True,
    key: str = "",
) -> LedgerEntry:
    """Say that the grade is ``points``, whatever was scored.

    ``seen`` is the version of the cell that its author looked at; StaleError where it
    has changed. More than the assignment has is refused unless ``is_above_meant``.
    """
    refuse_points(points)
    if not is_above_meant:
        refuse_above(assignment, points)
    return _enter(
        Kind.OVERRIDE,
        (assignment, enrollment),
        reason,
        f"{points:g}",
        actor=actor,
        now=now,
        seen=seen,
        points=points,
        key=key,
    )


def adjust(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    points: float,
    reason: str,
    actor: User,
    now: datetime,
    seen: str = "",
    key: str = "",
) -> LedgerEntry:
    """Add ``points``, which may be negative, to whatever is scored."""
    if not math.isfinite(points) or abs(points) > MOST_POINTS:
        raise InvalidError("An adjustment is a number of points.")
    return _enter(
        Kind.ADJUSTMENT,
        (assignment, enrollment),
        reason,
        f"{points:+g}",
        actor=actor,
        now=now,
        seen=seen,
        points=points,
        key=key,
    )


def excuse(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    reason: str,
    actor: User,
    now: datetime,
    seen: str = "",
    key: str = "",
) -> LedgerEntry:
    """Leave the assignment out of this student's grade."""
    return _enter(
        Kind.EXCUSE,
        (assignment, enrollment),
        reason,
        "excused",
        actor=actor,
        now=now,
        seen=seen,
        key=key,
    )


def mark_incomplete(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    reason: str,
    actor: User,
    now: datetime,
    seen: str = "",
    key: str = "",
) -> LedgerEntry:
    """Leave it out until it is done; an override or taking this back ends that."""
    return _enter(
        Kind.INCOMPLETE,
        (assignment, enrollment),
        reason,
        "incomplete",
        actor=actor,
        now=now,
        seen=seen,
        key=key,
    )


def comment(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    text: str,
    actor: User,
    now: datetime,
    key: str = "",
) -> LedgerEntry:
    """Say something about a grade; the student reads it, once it is released."""
    cell = (assignment, enrollment)
    return _enter(Kind.COMMENT, cell, text, "a comment", actor=actor, now=now, key=key)


def undo(
    entry: LedgerEntry, *, reason: str, actor: User, now: datetime, key: str = ""
) -> LedgerEntry:
    """Take a line back with another line; the first stays readable."""
    draft = Draft(
        Kind.UNDO,
        entry.course,
        entry.assignment,
        entry.enrollment,
        reason,
        undoes=entry,
        key=key,
    )
    return write(draft, actor=actor, now=now)


def _enter(
    kind: LedgerEntry.Kind,
    cell: tuple[Assignment, Enrollment],
    reason: str,
    wanted: str,
    *,
    actor: User,
    now: datetime,
    seen: str = "",
    points: float | None = None,
    key: str = "",
) -> LedgerEntry:
    assignment, enrollment = cell
    if enrollment.course_id != assignment.course_id:
        raise NotFoundError("This person is not in the course of this assignment.")
    draft = Draft(
        kind,
        assignment.course,
        assignment,
        enrollment,
        reason,
        points,
        after=_last_seen(cell, seen, wanted, now) if seen else None,
        key=key,
    )
    try:
        return write(draft, actor=actor, now=now)
    except TakenError as error:
        raise StaleError(seen_cell(*cell, now=now), wanted) from error


def _last_seen(
    cell: tuple[Assignment, Enrollment], seen: str, wanted: str, now: datetime
) -> int:
    """Return how many lines there were, if the cell is still as it was ``seen``."""
    found = seen_cell(*cell, now=now)
    if found.version != seen:
        raise StaleError(found, wanted)
    return found.lines
