"""Keeps what somebody says of a check, and the score that follows from it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assessments.models import FIRST, SECOND, Assessment
from portal.assessments.selectors import RubricCheck, assessments_of
from portal.assessments.services import (
    Judgement,
    judgement_of,
    save_assessment,
    undo_assessment,
)
from portal.grading.models import GradingJob
from portal.grading.services import keep_score
from portal.lib.errors import ConflictError, NotFoundError
from portal.marking.services.staff import refuse_strangers
from portal.submissions.models import Submission


@transaction.atomic
def assess(
    submission: Submission,
    check: RubricCheck,
    said: Judgement,
    *,
    base: int,
    reading: int = FIRST,
    actor: User,
    now: datetime,
) -> Assessment:
    """Keep what ``actor`` says; the score follows at once.

    A second reader never writes over the first: their word counts once it is settled.
    """
    refuse_strangers(actor, submission.assignment.course)
    _lock(submission)
    row = save_assessment(
        submission, check, said, base=base, reading=reading, actor=actor, now=now
    )
    if reading == FIRST:
        keep_score(submission, now=now)
    return row


@transaction.atomic
def undo_last(
    submission: Submission,
    checks: Iterable[str],
    *,
    reading: int = FIRST,
    actor: User,
    now: datetime,
) -> str:
    """Take the newest change of ``actor`` among ``checks`` back; return its check."""
    refuse_strangers(actor, submission.assignment.course)
    _lock(submission)
    names = set(checks)
    rows = [
        row
        for name, row in assessments_of(submission, reading=reading).items()
        if name in names and row.author_id == actor.pk
    ]
    if not rows:
        raise ConflictError("There is nothing of yours to undo here.")
    newest = max(rows, key=lambda row: row.at)
    undo_assessment(newest, actor=actor, now=now)
    if reading == FIRST:
        keep_score(submission, now=now)
    return newest.check_name


@transaction.atomic
def settle(
    submission: Submission, check: RubricCheck, *, actor: User, now: datetime
) -> None:
    """Let what the second reader found count; what the first found stays readable."""
    refuse_strangers(actor, submission.assignment.course)
    _lock(submission)
    first = assessments_of(submission).get(check.name)
    second = assessments_of(submission, reading=SECOND).get(check.name)
    if second is None or not second.is_done:
        raise ConflictError("The second reader has not finished yet.")
    base = first.revision if first else 0
    said = judgement_of(second)
    save_assessment(submission, check, said, base=base, actor=actor, now=now)
    keep_score(submission, now=now)


def _lock(submission: Submission) -> None:
    """Wait for a report of the same submission, so that neither score misses a part.

    NotFoundError where an empty paper was taken back meanwhile.
    """
    rows = GradingJob.objects.filter(submission=submission).order_by("pk")
    if not list(rows.select_for_update()):
        raise NotFoundError("There is no such paper any more: it was taken back.")
