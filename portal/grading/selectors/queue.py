"""The queue as people see it: places, estimates, how much waits where."""

import statistics
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Min, Q, Value
from django.db.models.functions import Coalesce

from portal.assignments.models import Assignment
from portal.grading import policy
from portal.grading.models import GradingJob, LeaseUse
from portal.grading.selectors.weight import weight_of_jobs
from portal.grading.states import JobState, Lane
from portal.runners.models import Runner, RunnerState
from portal.runners.policy import SILENT_AFTER

RECENT = 40
NOTHING_USED = -1e300


@dataclass(frozen=True)
class Place:
    """Where a queued job stands, and when it is likely done; None: nobody knows."""

    position: int
    of: int
    estimate_s: float | None


@dataclass(frozen=True)
class Waiting:
    """Jobs of one lane and pool that wait for a runner."""

    lane: Lane
    pool: str
    count: int
    oldest_at: datetime


def queue_place(job: GradingJob, *, now: datetime | None = None) -> Place | None:
    """Return the place of a queued job in its pool, None for any other; 4 queries."""
    if job.state != JobState.QUEUED:
        return None
    weight = Coalesce(weight_of_jobs(), Value(NOTHING_USED))
    queue = GradingJob.objects.filter(state=JobState.QUEUED, pool=job.pool_id)
    queue = queue.annotate(weight=weight)
    mine = queue.filter(pk=job.pk).values_list("weight", flat=True).first()
    if mine is None:
        return None
    same = Q(lane=job.lane, weight=mine)
    before = Q(lane__lt=job.lane) | Q(lane=job.lane, weight__lt=mine)
    before |= same & Q(queued_at__lt=job.queued_at)
    before |= same & Q(queued_at=job.queued_at, pk__lt=job.pk)
    counts = queue.aggregate(of=Count("pk"), ahead=Count("pk", filter=before))
    ahead = int(counts["ahead"])
    return Place(
        position=ahead + 1,
        of=int(counts["of"]),
        estimate_s=policy.place_in_line(
            ahead,
            serving(job.pool_id, now=now) if now else 1,
            recent_seconds(job.submission.assignment),
        ),
    )


def recent_seconds(assignment: Assignment) -> float | None:
    """Return the median time of an assignment's last gradings; 1 query."""
    uses = (
        LeaseUse.objects.filter(
            job__submission__assignment=assignment,
            ending__in=[outcome.value for outcome in policy.SCORED],
        )
        .order_by("-started_at")
        .values_list(F("ended_at") - F("started_at"), flat=True)[:RECENT]
    )
    seconds = [length.total_seconds() for length in uses if length is not None]
    return statistics.median(seconds) if seconds else None


def serving(pool_id: int, *, now: datetime) -> int:
    """Return how many runners of a pool claim work now."""
    return Runner.objects.filter(
        pools=pool_id,
        state=RunnerState.ACTIVE,
        last_seen_at__gt=now - SILENT_AFTER,
    ).count()


def waiting() -> list[Waiting]:
    """Return how much waits, by lane and pool; 1 query."""
    rows = (
        GradingJob.objects.filter(state=JobState.QUEUED)
        .values("lane", "pool__name")
        .annotate(count=Count("pk"), oldest_at=Min("queued_at"))
        .order_by("lane", "pool__name")
    )
    return [
        Waiting(Lane(row["lane"]), row["pool__name"], row["count"], row["oldest_at"])
        for row in rows
    ]


def leases_out() -> int:
    """Return how many jobs runners hold; 1 query."""
    return GradingJob.objects.filter(state=JobState.LEASED).count()
