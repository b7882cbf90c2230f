"""Hands the next job to a runner."""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet

from graders.protocol import Claim
from portal.audit import services as audit
from portal.courses.models import Course
from portal.grading import policy
from portal.grading.models import GradingJob, LeaseUse
from portal.grading.selectors.weight import weight_of_jobs
from portal.grading.services.moves import move
from portal.grading.services.share import begin_use, paid_until
from portal.grading.states import JobState
from portal.lib.tokens import new_token
from portal.runners.models import Pool, Runner, RunnerState
from portal.runners.policy import meets_all


@dataclass(frozen=True)
class Granted:
    """A new lease: its job, its record, and the secret that is nowhere else."""

    job: GradingJob
    use: LeaseUse
    token: str


def claim_job(runner: Runner, claim: Claim, *, now: datetime) -> Granted | None:
    """Lease ``runner`` the job whose turn it is, or return None.

    By lane, then least lately used, then oldest. Finding nothing costs two queries
    and no transaction. Two runners may ask at once: on PostgreSQL each locks another
    job, and everywhere the conditional update lets exactly one have it.
    """
    waiting = _waiting_for(runner, claim, now=now)
    keys = waiting.order_by().values_list("needs", flat=True).distinct()
    fit = [k for k in keys if meets_all(policy.needs_of(k), claim.labels)]
    if not fit:
        return None
    queue = _in_order(waiting.filter(needs__in=fit))
    while True:
        with transaction.atomic():
            # Narrow rows are sorted and one is locked; only that one is read whole.
            locked = queue.select_for_update(skip_locked=True, of=("self",))
            pk = locked.values_list("pk", flat=True).first()
            if pk is None:
                return None
            granted = _lease(_whole(pk), runner, now=now)
        if granted is not None:
            return granted


def _waiting_for(
    runner: Runner, claim: Claim, *, now: datetime
) -> QuerySet[GradingJob]:
    """What ops let the runner serve: state and pools are read anew each time.

    They are read first, as numbers: a join would look at the runner for every job.
    """
    pools = Pool.objects.filter(
        runners__pk=runner.pk, runners__state=RunnerState.ACTIVE
    )
    waiting = GradingJob.objects.filter(
        state=JobState.QUEUED, pool__in=list(pools.values_list("pk", flat=True))
    ).filter(~Q(avoid_runner=runner) | Q(avoid_until__lte=now))
    if not runner.serves_all_courses:
        courses = Course.objects.filter(runners__pk=runner.pk)
        waiting = waiting.filter(
            submission__assignment__course__in=list(
                courses.values_list("pk", flat=True)
            )
        )
    if claim.images:
        has_them = Q(
            version__spec__grade__image__in=claim.images,
            version__spec__grade__judge_image__in=claim.images,
        )
        # Whoever has the images goes first; then anybody, who says what is missing.
        waiting = waiting.filter(has_them | Q(queued_at__lte=now - policy.AVOID_FOR))
    return waiting


def _in_order(waiting: QuerySet[GradingJob]) -> QuerySet[GradingJob]:
    return waiting.annotate(weight=weight_of_jobs()).order_by(
        "lane", F("weight").asc(nulls_first=True), "queued_at", "pk"
    )


def _whole(pk: int) -> GradingJob:
    return (
        GradingJob.objects.select_related(
            "submission__enrollment", "submission__assignment", "submission__team"
        )
        .select_related("version", "pool")
        .get(pk=pk)
    )


def _lease(job: GradingJob, runner: Runner, *, now: datetime) -> Granted | None:
    token = new_token("lease")
    lease_id = uuid.uuid4()
    is_won = move(
        job,
        JobState.LEASED,
        come_from=JobState.QUEUED,
        runner=runner,
        lease_id=lease_id,
        leased_at=now,
        leased_until=now + timedelta(seconds=settings.LEASE_S * policy.UNCONFIRMED),
        attempt=job.attempt + 1,
        progress=[],
    )
    if not is_won:
        return None
    use = LeaseUse.objects.create(
        job=job,
        pool=job.pool,
        enrollment=job.submission.enrollment,
        team=job.submission.team,
        attempt=job.attempt,
        lease_id=lease_id,
        token_digest=token.digest,
        runner=runner,
        runner_name=runner.name,
        started_at=now,
        counted_until=paid_until(now),
    )
    begin_use(use, now=now)
    audit.record("job.leased", job, actor=runner, now=now, attempt=job.attempt)
    return Granted(job, use, token.plaintext)
