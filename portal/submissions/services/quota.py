"""Takes gradings from the quota bucket of a person or team, and gives them back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from portal.assignments.models import Assignment, Team
from portal.audit import services as audit
from portal.courses.models import Enrollment
from portal.lib.errors import ConflictError
from portal.submissions import policy, selectors
from portal.submissions.models import Charge, QuotaBucket, Submission


@dataclass(frozen=True)
class Reservation:
    """Whether the bucket paid for a grading, else when it will."""

    taken: bool
    next_at: datetime | None = None


@transaction.atomic
def reserve(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    team: Team | None = None,
    per_day: int,
    now: datetime,
) -> Reservation:
    """Take one grading from the bucket, or say when there will be one.

    The bucket's row is locked until the caller's transaction ends: of two hand-ins at
    once with one grading left, one gets it.
    """
    whose = selectors.bucket_of(assignment, enrollment, team)
    bucket = _locked_bucket(whose, per_day=per_day, now=now)
    if policy.whole(bucket.level) < 1:
        return Reservation(
            taken=False,
            next_at=policy.next_whole_at(bucket.level, per_day=per_day, now=now),
        )
    bucket.level = policy.taken_from(bucket.level)
    bucket.save(update_fields=["level", "as_of"])
    return Reservation(taken=True)


@transaction.atomic
def reserve_held(submission: Submission, *, now: datetime) -> Reservation:
    """Take the grading a held submission waits for, if the bucket has refilled."""
    reservation = reserve(
        submission.assignment,
        submission.enrollment,
        team=submission.team,
        per_day=selectors.per_day_of(submission),
        now=now,
    )
    if reservation.taken and not _move(submission, Charge.HELD, Charge.RESERVED):
        raise ConflictError("This submission no longer waits for its quota.")
    if reservation.taken:
        audit.record("submission.reserved", submission, actor=None, now=now)
    return reservation


@transaction.atomic
def charge(submission: Submission, *, now: datetime) -> None:
    """Keep what was reserved; does nothing the second time."""
    if _move(submission, Charge.RESERVED, Charge.CHARGED):
        audit.record("submission.charged", submission, actor=None, now=now)


@transaction.atomic
def refund(submission: Submission, *, now: datetime) -> None:
    """Give back what was reserved; does nothing the second time."""
    per_day = selectors.per_day_of(submission)
    whose = selectors.bucket_of(
        submission.assignment, submission.enrollment, submission.team
    )
    bucket = _locked_bucket(whose, per_day=per_day, now=now)
    if _move(submission, Charge.RESERVED, Charge.REFUNDED):
        bucket.level = policy.given_back_to(bucket.level, per_day=per_day)
        bucket.save(update_fields=["level", "as_of"])
        audit.record("submission.refunded", submission, actor=None, now=now)


def _locked_bucket(
    whose: dict[str, Any], *, per_day: int, now: datetime
) -> QuotaBucket:
    """Return the bucket as it is ``now``, unsaved, its row locked."""
    bucket = QuotaBucket.objects.select_for_update().filter(**whose).first()
    if bucket is None:
        # Two at once: one inserts, the other waits for it and reads its row.
        fresh = QuotaBucket(**whose, level=per_day, as_of=now)
        QuotaBucket.objects.bulk_create([fresh], ignore_conflicts=True)
        bucket = QuotaBucket.objects.select_for_update().get(**whose)
    bucket.level = policy.level_at(bucket.level, bucket.as_of, per_day=per_day, now=now)
    bucket.as_of = max(bucket.as_of, now)
    return bucket


def _move(submission: Submission, before: Charge, after: Charge) -> bool:
    """Change the charge if it still is ``before``; say whether it was."""
    rows = Submission.objects.filter(pk=submission.pk, charge=before)
    has_moved = rows.update(charge=after) == 1
    if has_moved:
        submission.charge = after
    return has_moved
