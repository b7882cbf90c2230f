"""Takes in a hand-in: the one entry for pages and programs."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from graders.spec import spec_from_json
from portal.accounts.models import User
from portal.assignments.dates import DueDates
from portal.assignments.models import Assignment, AssignmentVersion, Team
from portal.assignments.teams import Party, party_of, shared_dates, why_not_yet
from portal.courses.models import STAFF, Enrollment, Role
from portal.courses.selectors import enrollment_of
from portal.grading.lateness import Lateness, closes_at, is_late, lateness_of
from portal.grading.models import GradingJob
from portal.grading.services.job import cancel_standing, make_job
from portal.grading.states import JobState, Lane
from portal.lib.errors import ConflictError, NotFoundError, RefusedError
from portal.submissions import services as submissions
from portal.submissions.intake import Received, Upload, receive
from portal.submissions.models import Charge, Submission
from portal.submissions.parties import of_party
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

    It is for the team they are in, if the assignment knows teams. Files are in the
    store, fsynced, before anything is written to the database; row, quota and job are
    one transaction. Over quota the job is held, not refused. The same
    ``idempotency_key`` again returns the first submission.
    """
    enrollment = _enrollment(assignment, actor)
    earlier = handed_in_before(enrollment, assignment, idempotency_key=idempotency_key)
    if earlier is not None:
        return earlier
    party = party_of(assignment, enrollment)
    version = open_version(assignment, party, now=now)
    received = receive(uploads, rules_of(spec_from_json(version.spec)))
    with transaction.atomic():
        return _store(
            assignment,
            version,
            party,
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
    party = party_of(assignment, _enrollment(assignment, actor))
    version = open_version(assignment, party, now=now)
    with transaction.atomic():
        return _store(
            assignment,
            version,
            party,
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


def open_version(
    assignment: Assignment, party: Party, *, now: datetime
) -> AssignmentVersion:
    """Return what is handed in against; staff may test whenever it is published.

    A team has until the last of its members has.
    """
    version = assignment.published_version
    if version is None or assignment.is_removed:
        raise RefusedError("This assignment is not open for hand-in.", code="not_open")
    if party.enrollment.role in STAFF:
        return version
    dates = shared_dates(assignment, party.everybody)
    if not dates.is_released(now):
        raise NotFoundError("There is no such assignment.")
    closed_at = closing_of(assignment, version, dates)
    if closed_at is not None and now > closed_at:
        raise RefusedError(
            "Hand-in for this assignment has closed; ask the course's staff.",
            code="closed",
            closed_at=closed_at.isoformat(),
        )
    if problem := why_not_yet(assignment, party):
        raise RefusedError(problem, code="no_team")
    return version


def closing_of(
    assignment: Assignment, version: AssignmentVersion, dates: DueDates
) -> datetime | None:
    """Return after when nothing is taken from those who have these dates."""
    return closes_at(dates, _lateness(assignment, version))


def _store(
    assignment: Assignment,
    version: AssignmentVersion,
    party: Party,
    *,
    actor: User,
    received: Received,
    now: datetime,
    source: str,
    idempotency_key: str,
) -> Submission:
    # One hand-in of a person or team at a time; jobs come before the bucket, as always.
    party = _hold(assignment, party)
    enrollment = party.enrollment
    earlier = handed_in_before(enrollment, assignment, idempotency_key=idempotency_key)
    if earlier is not None:
        return earlier
    due_at = shared_dates(assignment, party.everybody).due
    late = is_late(now, due_at, _lateness(assignment, version))
    _make_way(assignment, version, party, late=late, actor=actor, now=now)
    charge, not_before = _reserve(assignment, version, party, now=now)
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
        party=party,
    )
    lane = Lane.STAFF if enrollment.role in STAFF else Lane.STUDENTS
    make_job(submission, lane=lane, not_before=not_before, actor=actor, now=now)
    return submission


def _hold(assignment: Assignment, party: Party) -> Party:
    """Lock team and person, and return the party as it is now, with the lock on it."""
    if party.team is not None:
        Team.objects.select_for_update(no_key=True).get(pk=party.team.pk)
    Enrollment.objects.select_for_update(no_key=True).get(pk=party.enrollment.pk)
    now = party_of(assignment, party.enrollment)
    if (now.team and now.team.pk) != (party.team and party.team.pk):
        raise ConflictError(
            "Your team changed while this was sent; look who is in it, and hand in "
            "once more."
        )
    return now


def _lateness(assignment: Assignment, version: AssignmentVersion) -> Lateness:
    return lateness_of(
        assignment.course.policy,
        category=version.spec["category"],
        assignment=assignment.slug,
    )


def _reserve(
    assignment: Assignment,
    version: AssignmentVersion,
    party: Party,
    *,
    now: datetime,
) -> tuple[Charge, datetime | None]:
    """Return what was taken, and until when the job is held; staff's tests are free."""
    if party.enrollment.role in STAFF:
        return Charge.REFUNDED, None
    reservation = submissions.reserve(
        assignment,
        party.enrollment,
        team=party.team,
        per_day=version.spec["submit"]["per_day"],
        now=now,
    )
    if reservation.taken:
        return Charge.RESERVED, None
    return Charge.HELD, reservation.next_at or now


def _make_way(
    assignment: Assignment,
    version: AssignmentVersion,
    party: Party,
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
        .select_related("submission__version", "submission__team")
        .filter(
            **of_party(party, "submission__"),
            submission__assignment=assignment,
            state__in=[JobState.HELD, JobState.QUEUED],
            regrade=None,
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
