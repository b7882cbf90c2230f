"""Takes in a hand-in: the one entry for pages and programs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from graders.spec import spec_from_json
from portal.accounts.models import User
from portal.assignments.extensions import personal_dates
from portal.assignments.models import Assignment, AssignmentVersion
from portal.courses.models import STAFF, Enrollment, Role
from portal.courses.selectors import enrollment_of
from portal.grading.lateness import Lateness, closes_at, is_late, lateness_of
from portal.grading.models import GradingJob
from portal.grading.services.job import cancel_standing, make_job
from portal.grading.states import JobState, Lane
from portal.lib.errors import NotFoundError, RefusedError
from portal.submissions import services as submissions
from portal.submissions.intake import Received, Upload, receive
from portal.submissions.models import Charge, Submission
from portal.submissions.rules import rules_of
from portal.submissions.selectors import handed_in_before

SUPERSEDED = "A newer submission took its place; it cost nothing."
STEP = timedelta(microseconds=1)


def submit(
    assignment: Assignment,
    *,
    actor: User,
    uploads: Sequence[Upload],
    now: datetime,
    source: str,
    idempotency_key: str = "",
) -> Submission:
    """Store what ``actor`` hands in and ask for its grading; refuse what can't be.

    Files are in the store, fsynced, before anything is written to the database; row,
    quota and job are one transaction. Over quota the job is held, not refused. The
    same ``idempotency_key`` again returns the first submission.
    """
    enrollment = _enrollment(assignment, actor)
    earlier = handed_in_before(enrollment, assignment, idempotency_key=idempotency_key)
    if earlier is not None:
        return earlier
    version = _open_version(assignment, enrollment, now=now)
    received = receive(uploads, rules_of(spec_from_json(version.spec)))
    with transaction.atomic():
        return _store(
            assignment,
            version,
            enrollment,
            actor=actor,
            received=received,
            now=now,
            source=source,
            idempotency_key=idempotency_key,
        )


def submit_received(
    assignment: Assignment,
    *,
    actor: User,
    received: Received,
    now: datetime,
    source: str,
) -> Submission:
    """Do what ``submit`` does with files that are in the store and were judged."""
    enrollment = _enrollment(assignment, actor)
    version = _open_version(assignment, enrollment, now=now)
    with transaction.atomic():
        return _store(
            assignment,
            version,
            enrollment,
            actor=actor,
            received=received,
            now=now,
            source=source,
            idempotency_key="",
        )


def _enrollment(assignment: Assignment, actor: User) -> Enrollment:
    enrollment = enrollment_of(actor, assignment.course)
    if enrollment is None:
        raise NotFoundError("There is no such assignment.")
    if enrollment.role == Role.OBSERVER:
        raise RefusedError("Observers of a course do not hand in.")
    return enrollment


def _open_version(
    assignment: Assignment, enrollment: Enrollment, *, now: datetime
) -> AssignmentVersion:
    """Return what is handed in against; staff may test whenever it is published."""
    version = assignment.published_version
    if version is None or assignment.is_removed:
        raise RefusedError("This assignment is not open for hand-in.", code="not_open")
    if enrollment.role in STAFF:
        return version
    dates = personal_dates(assignment, enrollment)
    if not dates.is_released(now):
        raise NotFoundError("There is no such assignment.")
    closed_at = closes_at(dates, _lateness(assignment, version))
    if closed_at is not None and now > closed_at:
        raise RefusedError(
            "Hand-in for this assignment has closed; ask the course's staff.",
            code="closed",
            closed_at=closed_at.isoformat(),
        )
    return version


def _store(
    assignment: Assignment,
    version: AssignmentVersion,
    enrollment: Enrollment,
    *,
    actor: User,
    received: Received,
    now: datetime,
    source: str,
    idempotency_key: str,
) -> Submission:
    # One hand-in of a person at a time; jobs are locked before the bucket, as always.
    Enrollment.objects.select_for_update(no_key=True).get(pk=enrollment.pk)
    earlier = handed_in_before(enrollment, assignment, idempotency_key=idempotency_key)
    if earlier is not None:
        return earlier
    due_at = personal_dates(assignment, enrollment).due
    late = is_late(now, due_at, _lateness(assignment, version))
    _make_way(assignment, version, enrollment, late=late, actor=actor, now=now)
    charge, not_before = _reserve(assignment, version, enrollment, now=now)
    submission = submissions.store_submission(
        assignment,
        version,
        enrollment,
        actor=actor,
        received=received,
        charge=charge,
        now=now,
        source=source,
        is_late=late,
        idempotency_key=idempotency_key,
    )
    lane = Lane.STAFF if enrollment.role in STAFF else Lane.STUDENTS
    make_job(submission, lane=lane, not_before=not_before, actor=actor, now=now)
    return submission


def _lateness(assignment: Assignment, version: AssignmentVersion) -> Lateness:
    return lateness_of(
        assignment.course.policy,
        category=version.spec["category"],
        assignment=assignment.slug,
    )


def _reserve(
    assignment: Assignment,
    version: AssignmentVersion,
    enrollment: Enrollment,
    *,
    now: datetime,
) -> tuple[Charge, datetime | None]:
    """Return what was taken, and until when the job is held; staff's tests are free."""
    if enrollment.role in STAFF:
        return Charge.REFUNDED, None
    per_day = version.spec["submit"]["per_day"]
    reservation = submissions.reserve(assignment, enrollment, per_day=per_day, now=now)
    if reservation.taken:
        return Charge.RESERVED, None
    return Charge.HELD, reservation.next_at or now


def _make_way(
    assignment: Assignment,
    version: AssignmentVersion,
    enrollment: Enrollment,
    *,
    late: bool,
    actor: User,
    now: datetime,
) -> None:
    """Let one's older waiting jobs give way to the newer one.

    Where only the last one counts, those of the same due period are superseded;
    otherwise they move behind it, and behind whoever waits already.
    """
    older = (
        GradingJob.objects.select_for_update(of=("self",))
        .select_related("submission__assignment", "submission__enrollment")
        .select_related("submission__version")
        .filter(
            submission__assignment=assignment,
            submission__enrollment=enrollment,
            state__in=[JobState.HELD, JobState.QUEUED],
            attempt=0,
        )
        .order_by("queued_at", "pk")
    )
    is_last = version.spec["submit"]["counts"] == "last"
    for number, job in enumerate(older, start=1):
        if is_last and job.submission.is_late == late:
            cancel_standing(job, sentence=SUPERSEDED, actor=actor, now=now)
        elif job.state == JobState.QUEUED:
            job.queued_at = now + number * STEP
            job.save(update_fields=["queued_at"])
