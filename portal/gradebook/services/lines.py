"""The one place that writes a line of the ledger."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.courses.models import Course, Enrollment
from portal.gradebook.models import LedgerEntry
from portal.lib.errors import ConflictError, InvalidError, NotFoundError

LONGEST_REASON = 2000
TRIES = 4  # of a line that need not come right after the one its author saw


@dataclass(frozen=True)
class Draft:
    """A line before it is known which number it gets.

    ``after`` is the number of the cell's last line as its author saw it; None writes
    behind whatever is there.
    """

    kind: LedgerEntry.Kind
    course: Course
    assignment: Assignment | None
    enrollment: Enrollment | None
    reason: str
    points: float | None = None
    undoes: LedgerEntry | None = None
    after: int | None = None
    key: str = ""


class TakenError(ConflictError):
    """Somebody wrote the line that would have been next."""

    code = "stale"


def write(draft: Draft, *, actor: User, now: datetime) -> LedgerEntry:
    """Append the line; raise TakenError where another one came first."""
    if not is_staff_of(actor, draft.course):
        raise NotFoundError("There is no such course.")
    reason = draft.reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidError(
            f"Say why, in at most {LONGEST_REASON:,} characters; the student reads it."
        )
    for _ in range(TRIES if draft.after is None else 1):
        entry = _append(draft, reason, actor=actor, now=now)
        if entry is not None:
            return entry
    raise TakenError("Somebody else wrote to this cell at the same moment; look again.")


def _append(
    draft: Draft, reason: str, *, actor: User, now: datetime
) -> LedgerEntry | None:
    """Write the line and its audit event, or nothing where its number is taken."""
    last = last_number(draft.assignment, draft.enrollment)
    try:
        with transaction.atomic():
            entry = LedgerEntry.objects.create(
                number=(last if draft.after is None else draft.after) + 1,
                kind=draft.kind,
                course=draft.course,
                assignment=draft.assignment,
                enrollment=draft.enrollment,
                points=draft.points,
                undoes=draft.undoes,
                reason=reason,
                author=actor,
                at=now,
                idempotency_key=draft.key,
            )
            audit.record(
                f"ledger.{draft.kind.value}",
                entry,
                actor=actor,
                now=now,
                points=entry.points,
            )
    except IntegrityError as error:
        _refuse_undone(draft, error)
        return None
    return entry


def _refuse_undone(draft: Draft, error: IntegrityError) -> None:
    undoes = draft.undoes
    if undoes is not None and LedgerEntry.objects.filter(undoes=undoes).exists():
        raise ConflictError("Somebody has taken this line back already.") from error


def last_number(assignment: Assignment | None, enrollment: Enrollment | None) -> int:
    """Return the number of a cell's last line; 0 where there is none."""
    lines = LedgerEntry.objects.filter(assignment=assignment, enrollment=enrollment)
    return int(lines.aggregate(last=Max("number"))["last"] or 0)
