"""What staff write: comparisons they ask for, thresholds, notes of a case."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.audit.services import record
from portal.courses.models import Role
from portal.lib.errors import ConflictError, InvalidError, RefusedError
from portal.marking.services.staff import refuse_graders, refuse_strangers
from portal.similarity.models import (
    Case,
    CaseState,
    Comparison,
    Note,
    Pair,
    Threshold,
)

LONGEST_NOTE = 4000


def ask_for_comparison(
    assignment: Assignment, *, with_earlier: bool, actor: User, now: datetime
) -> Comparison:
    """Queue a comparison of what counts now; ConflictError while one waits or runs."""
    refuse_strangers(actor, assignment.course)
    try:
        with transaction.atomic():
            asked = Comparison.objects.create(
                assignment=assignment,
                with_earlier=with_earlier,
                asked_by=actor,
                asked_at=now,
            )
            record(
                "similarity.asked",
                asked,
                actor=actor,
                now=now,
                assignment=assignment.slug,
                with_earlier=with_earlier,
            )
    except IntegrityError as error:
        raise ConflictError(
            "A comparison of this assignment is on its way already; wait for it."
        ) from error
    return asked


@transaction.atomic
def set_threshold(
    assignment: Assignment, percent: int, *, actor: User, now: datetime
) -> None:
    """Say from how many percent a pair waits for staff; for instructors."""
    refuse_graders(actor, assignment.course)
    if not 1 <= percent <= 100:
        raise InvalidError("The threshold is a whole number from 1 to 100 percent.")
    row, _ = Threshold.objects.update_or_create(
        assignment=assignment, defaults={"percent": percent}
    )
    record(
        "similarity.threshold_set",
        row,
        actor=actor,
        now=now,
        assignment=assignment.slug,
        percent=percent,
    )


@transaction.atomic
def write_note(
    pair: Pair, *, state: str, text: str, actor: User, now: datetime
) -> Note:
    """Add a note to the case of a pair; the case is then in the note's state.

    Only instructors take a case further, or decide about one that was.
    """
    role = refuse_strangers(actor, pair.comparison.assignment.course)
    text = text.strip()
    if state not in CaseState.values:
        raise InvalidError("Say what came of it: open, nothing, or taken further.")
    if not text:
        raise InvalidError("Write what you saw or did; an empty note says nothing.")
    if len(text) > LONGEST_NOTE:
        raise InvalidError(f"A note has at most {LONGEST_NOTE:,} characters.")
    case = Case.objects.select_for_update().get(pk=pair.case_id)
    is_step = state != case.state and CaseState.FURTHER in (state, case.state)
    if is_step and role != Role.INSTRUCTOR:
        raise RefusedError("Only an instructor of the course takes a case further.")
    note = Note.objects.create(case=case, state=state, text=text, author=actor, at=now)
    Case.objects.filter(pk=case.pk).update(state=state)
    record("similarity.noted", pair, actor=actor, now=now, state=state)
    return note


def record_names_shown(pair: Pair, *, actor: User, now: datetime) -> None:
    """Keep that an instructor looked behind the names of a blind assignment."""
    refuse_graders(actor, pair.comparison.assignment.course)
    record("similarity.names_shown", pair, actor=actor, now=now)
