"""Tries a newer version on what was handed in, then lets it count or forgets it."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment, AssignmentVersion
from portal.audit import services as audit
from portal.courses.access import is_staff_of, role_in
from portal.courses.models import Role
from portal.grading.models import GradingJob, Regrade, Score
from portal.grading.services.job import make_job, stop
from portal.grading.services.score import keep_score
from portal.grading.states import LIVE, JobState, Lane
from portal.lib.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from portal.submissions.models import Submission
from portal.submissions.parties import HANDED_IN

State = Regrade.State
LONGEST = 2000


@transaction.atomic
def begin_regrade(
    assignment: Assignment,
    version: AssignmentVersion,
    *,
    reason: str,
    sample: int = 0,
    actor: User,
    now: datetime,
) -> Regrade:
    """Grade scored submissions by ``version``, all or a sample, counting for nobody.

    They go behind everybody's in the bulk lane and cost no quota. What is being graded
    already is left out. ConflictError while another trial runs.
    """
    _refuse_strangers(assignment, actor)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST:
        raise InvalidError(f"Say why, in at most {LONGEST:,} characters.")
    if version.assignment_id != assignment.pk or sample < 0:
        raise InvalidError("Choose a version of this assignment, and how many.")
    try:
        with transaction.atomic():
            regrade = Regrade.objects.create(
                assignment=assignment,
                version=version,
                sample=sample,
                reason=reason,
                author=actor,
                begun_at=now,
            )
    except IntegrityError as error:
        raise ConflictError(
            "Another trial of this assignment is running: publish or drop it first."
        ) from error
    chosen = _chosen(assignment, version, sample)
    if not chosen:
        raise ConflictError("Nothing here has a score that could be compared.")
    for submission in chosen:
        make_job(submission, lane=Lane.BULK, regrade=regrade, actor=actor, now=now)
    audit.record(
        "regrade.begun",
        assignment,
        actor=actor,
        now=now,
        version=version.digest,
        submissions=len(chosen),
    )
    return regrade


@transaction.atomic
def publish_regrade(regrade: Regrade, *, actor: User, now: datetime) -> int:
    """Let what the trial found count; return how many scores changed by it.

    Whoever's did not change hears nothing. Only an instructor may; ConflictError while
    jobs of it still run.
    """
    _refuse_strangers(regrade.assignment, actor)
    if role_in(actor, regrade.assignment.course) != Role.INSTRUCTOR:
        raise RefusedError("Only an instructor of this course publishes a regrade.")
    waiting = regrade.jobs.filter(state__in=[*LIVE, JobState.PARKED]).count()
    if waiting:
        raise ConflictError(f"{waiting} of its gradings are not done yet.")
    _end(regrade, State.PUBLISHED, actor=actor, now=now)
    changed = []
    for submission in _submissions(regrade):
        before = Score.objects.get(submission=submission).points
        kept = keep_score(submission, now=now)
        after = kept.points if kept else 0.0
        if before != after:
            changed.append([str(submission.public_id), before, after])
            audit.record(
                "submission.regraded",
                submission,
                actor=actor,
                now=now,
                before=before,
                after=after,
                version=regrade.version.digest,
            )
    audit.record(
        "regrade.published",
        regrade.assignment,
        actor=actor,
        now=now,
        version=regrade.version.digest,
        changed=len(changed),
    )
    regrade.changes = changed
    regrade.save(update_fields=["changes"])
    return len(changed)


@transaction.atomic
def drop_regrade(regrade: Regrade, *, actor: User, now: datetime) -> None:
    """Forget the trial; what still waits or runs of it is cancelled."""
    _refuse_strangers(regrade.assignment, actor)
    _end(regrade, State.DROPPED, actor=actor, now=now)
    live = [*LIVE, JobState.PARKED]
    jobs = regrade.jobs.filter(state__in=live).select_related("submission")
    for job in jobs.select_for_update(of=("self",)).order_by("pk"):
        stop(job, sentence="The trial was dropped.", actor=actor, now=now)
    audit.record(
        "regrade.dropped",
        regrade.assignment,
        actor=actor,
        now=now,
        version=regrade.version.digest,
    )


def _chosen(
    assignment: Assignment, version: AssignmentVersion, sample: int
) -> list[Submission]:
    """Return what has a score and no live job; a sample is drawn by lot, once."""
    live = GradingJob.objects.filter(submission__assignment=assignment, state__in=LIVE)
    rows = (
        Submission.objects.filter(HANDED_IN, assignment=assignment, score__isnull=False)
        .exclude(pk__in=live.values("submission"))
        .select_related("assignment__published_version", "enrollment", "team")
    )
    found = sorted(rows, key=lambda row: _lot(row, version))
    return found[:sample] if sample else found


def _lot(submission: Submission, version: AssignmentVersion) -> str:
    return sha256(f"{version.digest} {submission.public_id}".encode()).hexdigest()


def _submissions(regrade: Regrade) -> Iterable[Submission]:
    ids = regrade.jobs.values("submission")
    rows = Submission.objects.filter(pk__in=ids, score__isnull=False)
    return rows.select_related("assignment").order_by("pk")


def _end(regrade: Regrade, state: Regrade.State, *, actor: User, now: datetime) -> None:
    won = Regrade.objects.filter(pk=regrade.pk, state=State.RUNNING).update(
        state=state, ended_by=actor, ended_at=now
    )
    if not won:
        raise ConflictError("This trial has ended already.")
    regrade.refresh_from_db()


def _refuse_strangers(assignment: Assignment, actor: User) -> None:
    if not is_staff_of(actor, assignment.course):
        raise NotFoundError("There is no such assignment.")
