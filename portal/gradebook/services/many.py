"""Writes many lines of an assignment at once, all of them or none."""

from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.gradebook.models import LedgerEntry
from portal.gradebook.services.lines import Draft
from portal.lib.errors import ConflictError, NotFoundError

BATCH = 500


def write_lines(
    assignment: Assignment, drafts: Sequence[Draft], *, actor: User, now: datetime
) -> list[LedgerEntry]:
    """Append one line for each draft, whose ``after`` says what its author saw.

    ConflictError, and nothing is written, where a cell has a newer line.
    """
    if not is_staff_of(actor, assignment.course):
        raise NotFoundError("There is no such course.")
    lines = [_line(draft, actor, now) for draft in drafts]
    try:
        with transaction.atomic():
            made = LedgerEntry.objects.bulk_create(lines, batch_size=BATCH)
            audit.record(
                "ledger.computed", assignment, actor=actor, now=now, lines=len(lines)
            )
    except IntegrityError as error:
        raise ConflictError(
            "Somebody changed one of these grades at the same moment; nothing was "
            "written. Save again.",
            code="stale",
        ) from error
    return made


def _line(draft: Draft, actor: User, now: datetime) -> LedgerEntry:
    return LedgerEntry(
        number=(draft.after or 0) + 1,
        kind=draft.kind,
        course=draft.course,
        assignment=draft.assignment,
        enrollment=draft.enrollment,
        points=draft.points,
        reason=draft.reason,
        undoes=draft.undoes,
        author=actor,
        at=now,
    )
