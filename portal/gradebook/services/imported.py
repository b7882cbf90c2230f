"""Writes the grades of a file to the ledger, all of them or none."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.courses.models import Course
from portal.gradebook.exchange.planning import Change, ImportPlan
from portal.gradebook.models import LedgerEntry
from portal.gradebook.services.lines import LONGEST_REASON
from portal.lib.errors import ConflictError, InvalidError, NotFoundError

BATCH = 500


def import_grades(
    course: Course,
    plan: ImportPlan,
    *,
    reason: str,
    is_above_meant: bool = False,
    leaves_strangers_out: bool = False,
    actor: User,
    now: datetime,
) -> int:
    """Write a line for each change of ``plan``; return how many.

    Who in the file is no student here is left out only where that is meant.
    ConflictError, and nothing is written, where a grade changed since the plan.
    """
    if not is_staff_of(actor, course):
        raise NotFoundError("There is no such course.")
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidError("Say why; the students concerned read it.")
    _refuse_wrong(plan, is_above_meant=is_above_meant)
    if plan.strangers and not leaves_strangers_out:
        raise InvalidError("\n".join(plan.strangers), code="strangers")
    lines = [_line(c, reason, course, actor, now) for c in plan.changes]
    try:
        with transaction.atomic():
            LedgerEntry.objects.bulk_create(lines, batch_size=BATCH)
            audit.record(
                "ledger.imported", course, actor=actor, now=now, lines=len(lines)
            )
    except IntegrityError as error:
        raise ConflictError(
            "Somebody changed one of these grades meanwhile; nothing was written. "
            "Look at the differences again.",
            code="stale",
        ) from error
    return len(lines)


def _refuse_wrong(plan: ImportPlan, *, is_above_meant: bool) -> None:
    if plan.problems:
        raise InvalidError("\n".join(plan.problems))
    if plan.above and not is_above_meant:
        first = plan.above[0]
        raise InvalidError(
            f"{first.points:g} is more than the {first.column.max_points:g} points of "
            f"{first.column.assignment.slug}. If bonuses are meant, say so.",
            code="above_maximum",
        )


def _line(
    change: Change, reason: str, course: Course, actor: User, now: datetime
) -> LedgerEntry:
    is_excuse = change.points is None
    return LedgerEntry(
        number=change.lines + 1,
        kind=LedgerEntry.Kind.EXCUSE if is_excuse else LedgerEntry.Kind.OVERRIDE,
        course=course,
        assignment=change.column.assignment,
        enrollment=change.enrollment,
        points=change.points,
        reason=reason,
        author=actor,
        at=now,
    )
