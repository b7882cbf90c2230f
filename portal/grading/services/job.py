"""What people and the clock do to jobs: cancel, grade again, re-queue, let go."""

from datetime import datetime

from django.db import IntegrityError, transaction

from graders.protocol import Outcome
from portal.accounts.models import User
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.grading import policy
from portal.grading.models import GradingJob, Regrade
from portal.grading.services.moves import move
from portal.grading.services.quota import give_back
from portal.grading.services.ticket import ring_on_commit
from portal.grading.states import JobState, Lane
from portal.lib.errors import ConflictError, NotFoundError, RefusedError
from portal.lib.news import tell_on_commit
from portal.runners.models import Pool
from portal.submissions import services as submissions
from portal.submissions.models import Submission
from portal.submissions.parties import is_own

BY_HAND = "It was cancelled before it was graded."
STANDING = (JobState.HELD, JobState.QUEUED, JobState.PARKED)
MOST_AT_ONCE = 500  # held jobs one sweep looks at


def make_job(
    submission: Submission,
    *,
    lane: Lane,
    not_before: datetime | None = None,
    regrade: Regrade | None = None,
    actor: User | None,
    now: datetime,
) -> GradingJob:
    """Ask for ``submission`` to be graded; with ``not_before`` it is held until then.

    Grading again takes the published version, so that a corrected one counts; a trial
    of another version takes that one.
    """
    version = submission.assignment.published_version or submission.version
    if regrade is not None:
        version = regrade.version
    grade = version.spec["grade"]
    pool, _ = Pool.objects.get_or_create(name=grade["pool"])
    is_held = not_before is not None
    try:
        with transaction.atomic():
            job = GradingJob.objects.create(
                submission=submission,
                version=version,
                regrade=regrade,
                state=JobState.HELD if is_held else JobState.QUEUED,
                lane=lane,
                pool=pool,
                needs=policy.needs_key(grade["needs"]),
                requested_by=actor,
                created_at=now,
                not_before=not_before,
                queued_at=None if is_held else now,
            )
    except IntegrityError as error:
        raise ConflictError("This submission already waits to be graded.") from error
    verb = "job.held" if is_held else "job.queued"
    audit.record(verb, job, actor=actor, now=now)
    if not is_held:
        ring_on_commit(job)
    return job


def stop(job: GradingJob, *, sentence: str, actor: User, now: datetime) -> None:
    """End a locked job, or ask its runner to."""
    if job.state != JobState.LEASED:
        cancel_standing(job, sentence=sentence, actor=actor, now=now)
    elif job.cancel_requested_at is None:
        job.cancel_requested_at = now
        job.save(update_fields=["cancel_requested_at"])
        tell_on_commit(str(job.public_id))
        audit.record("job.cancel_requested", job, actor=actor, now=now)


@transaction.atomic
def cancel(submission: Submission, *, actor: User, now: datetime) -> GradingJob:
    """Stop the grading of ``submission``; what it reserved comes back.

    What runs already is asked to stop, and counts as cancelled when its runner says so.
    """
    if not is_own(submission, actor) and not is_staff_of(
        actor, submission.assignment.course
    ):
        raise RefusedError("Only who handed it in, and staff, can cancel this.")
    job = _standing_or_leased(submission)
    stop(job, sentence=BY_HAND, actor=actor, now=now)
    return job


def cancel_standing(
    job: GradingJob, *, sentence: str, actor: User | None, now: datetime
) -> None:
    """End a locked job that no runner holds, and give back what it reserved."""
    is_won = move(
        job,
        JobState.CANCELLED,
        come_from=JobState(job.state),
        outcome=Outcome.CANCELLED.value,
        sentence=sentence,
        finished_at=now,
    )
    if not is_won:
        raise ConflictError("It has just moved on; look again.")
    give_back(job.submission, now=now)
    audit.record("job.cancelled", job, actor=actor, now=now, sentence=sentence)


@transaction.atomic
def grade_again(submission: Submission, *, actor: User, now: datetime) -> GradingJob:
    """Let staff have ``submission`` graded once more; it costs its author nothing."""
    _refuse_but_staff(submission, actor)
    parked = GradingJob.objects.select_for_update().filter(
        submission=submission, state=JobState.PARKED
    )
    for job in parked:
        cancel_standing(job, sentence="It is graded again.", actor=actor, now=now)
    return make_job(submission, lane=Lane.BULK, actor=actor, now=now)


@transaction.atomic
def requeue(job: GradingJob, *, actor: User, now: datetime) -> GradingJob:
    """Give a parked job another three tries; staff of the course or ops may."""
    if not actor.is_ops:
        _refuse_but_staff(job.submission, actor)
    try:
        with transaction.atomic():
            is_won = move(
                job,
                JobState.QUEUED,
                come_from=JobState.PARKED,
                infra_failures=0,
                queued_at=now,
                avoid_runner=None,
                avoid_until=None,
                cancel_requested_at=None,
                sentence="",
            )
    except IntegrityError as error:
        raise ConflictError("A newer job of this submission is on its way.") from error
    if not is_won:
        raise ConflictError("Only a parked job can be queued again.")
    audit.record("job.requeued", job, actor=actor, now=now)
    ring_on_commit(job)
    return job


def release_held_jobs(*, now: datetime) -> int:
    """Queue the held jobs whose bucket has refilled; return how many."""
    due = GradingJob.objects.filter(state=JobState.HELD, not_before__lte=now)
    ids = due.order_by("not_before", "pk").values_list("pk", flat=True)[:MOST_AT_ONCE]
    return sum(_release(pk, now=now) for pk in list(ids))


@transaction.atomic
def _release(pk: int, *, now: datetime) -> bool:
    job = (
        GradingJob.objects.select_for_update(of=("self",))
        .select_related("submission__assignment", "submission__enrollment", "pool")
        .select_related("submission__version", "submission__team")
        .get(pk=pk)
    )
    if job.state != JobState.HELD:
        return False
    submission = job.submission
    reservation = submissions.reserve_held(submission, now=now)
    if not reservation.taken:
        job.not_before = reservation.next_at or now
        job.save(update_fields=["not_before"])
        return False
    move(job, JobState.QUEUED, come_from=JobState.HELD, queued_at=now)
    audit.record("job.queued", job, actor=None, now=now)
    ring_on_commit(job)
    return True


def _standing_or_leased(submission: Submission) -> GradingJob:
    job = (
        GradingJob.objects.select_for_update(of=("self",))
        .select_related("submission")
        .filter(
            submission=submission,
            state__in=[*STANDING, JobState.LEASED],
            regrade=None,
        )
        .order_by("-created_at", "-pk")
        .first()
    )
    if job is None:
        raise ConflictError("Nothing of this submission waits or runs any more.")
    return job


def _refuse_but_staff(submission: Submission, actor: User) -> None:
    course = submission.assignment.course
    if is_staff_of(actor, course):
        return
    if is_own(submission, actor):
        raise RefusedError("Only staff of this course can do that.")
    raise NotFoundError("No such submission.")
