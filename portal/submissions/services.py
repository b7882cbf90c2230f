"""Every write of submissions, their artifacts and the quota they use."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from portal.accounts.models import User
from portal.assignments.models import Assignment, AssignmentVersion
from portal.audit import services as audit
from portal.courses.models import Enrollment
from portal.lib.errors import ConflictError, InvalidError
from portal.lib.store import Stored
from portal.submissions import policy, selectors
from portal.submissions.intake import Received, ReceivedFile
from portal.submissions.models import (
    Artifact,
    Charge,
    QuotaBucket,
    Submission,
    SubmissionFile,
)
from portal.submissions.rules import MIB


@dataclass(frozen=True)
class Reservation:
    """Whether the bucket paid for a grading, else when it will."""

    taken: bool
    next_at: datetime | None = None


@transaction.atomic
def store_submission(
    assignment: Assignment,
    version: AssignmentVersion,
    enrollment: Enrollment,
    *,
    actor: User,
    received: Received,
    charge: Charge,
    now: datetime,
    source: str,
    is_late: bool = False,
    idempotency_key: str = "",
) -> Submission:
    """Write the row and the names of files that are in the store already.

    Raise ConflictError for a key that was used, InvalidError over the day's storage.
    """
    # One at a time per person and course, so that numbers have no gap and no clash.
    Enrollment.objects.select_for_update(no_key=True).get(pk=enrollment.pk)
    _refuse_over_storage(actor, received.size, now=now)
    if (
        idempotency_key
        and enrollment.submissions.filter(idempotency_key=idempotency_key).exists()
    ):
        raise ConflictError(
            "This Idempotency-Key was used already; send a new one for new work.",
            code="idempotency_key_used",
        )
    submission = Submission.objects.create(
        assignment=assignment,
        version=version,
        enrollment=enrollment,
        author=actor,
        number=_next_number(assignment, enrollment),
        digest=received.digest,
        size=received.size,
        received_at=now,
        is_late=is_late,
        charge=charge,
        source=source,
        idempotency_key=idempotency_key,
        notes=_notes(received),
    )
    artifacts = record_artifacts(received.files, now=now)
    SubmissionFile.objects.bulk_create(
        SubmissionFile(
            submission=submission, path=file.path, artifact=artifacts[file.sha256]
        )
        for file in received.files
    )
    audit.record(
        "submission.stored",
        submission,
        actor=actor,
        now=now,
        digest=submission.digest,
        number=submission.number,
        charge=charge.value,
    )
    return submission


def record_artifacts(
    files: Iterable[Stored | ReceivedFile], *, now: datetime
) -> dict[str, Artifact]:
    """Return the row of each stored file by digest, made where it is new.

    Two at once make one row.
    """
    sizes = {file.sha256: file.size for file in files}
    Artifact.objects.bulk_create(
        (
            Artifact(sha256=sha256, size=size, created_at=now)
            for sha256, size in sorted(sizes.items())
        ),
        ignore_conflicts=True,
    )
    return {row.sha256: row for row in Artifact.objects.filter(sha256__in=sizes)}


@transaction.atomic
def reserve(
    assignment: Assignment, enrollment: Enrollment, *, per_day: int, now: datetime
) -> Reservation:
    """Take one grading from the bucket, or say when there will be one.

    The bucket's row is locked until the caller's transaction ends: of two hand-ins at
    once with one grading left, one gets it.
    """
    bucket = _locked_bucket(assignment, enrollment, per_day=per_day, now=now)
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
    bucket = _locked_bucket(
        submission.assignment, submission.enrollment, per_day=per_day, now=now
    )
    if _move(submission, Charge.RESERVED, Charge.REFUNDED):
        bucket.level = policy.given_back_to(bucket.level, per_day=per_day)
        bucket.save(update_fields=["level", "as_of"])
        audit.record("submission.refunded", submission, actor=None, now=now)


def _locked_bucket(
    assignment: Assignment, enrollment: Enrollment, *, per_day: int, now: datetime
) -> QuotaBucket:
    """Return the bucket as it is ``now``, unsaved, its row locked."""
    whose = {"assignment": assignment, "enrollment": enrollment}
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


def _next_number(assignment: Assignment, enrollment: Enrollment) -> int:
    mine = Submission.objects.filter(assignment=assignment, enrollment=enrollment)
    return int(mine.aggregate(last=Max("number"))["last"] or 0) + 1


def _refuse_over_storage(actor: User, size: int, *, now: datetime) -> None:
    left = selectors.storage_left(actor, now=now)
    if size > left:
        raise InvalidError(
            f"This is {size / MIB:.1f} MiB, and of what you may store in 24 hours "
            f"{left / MIB:.1f} MiB are left. Hand in less, or later.",
            code="storage_full",
        )


def _notes(received: Received) -> dict[str, list[object]]:
    return {
        "dropped": list(received.dropped),
        "warnings": [[file.path, file.reason] for file in received.warnings],
    }
