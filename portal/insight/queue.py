"""What a course's students feel of runners and queue."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    Avg,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Max,
    Q,
)

from portal.courses.models import Course
from portal.gradebook.selectors import Column
from portal.grading.models import GradingJob, LeaseUse
from portal.grading.states import JobState, Lane
from portal.runners import policy
from portal.runners.models import Runner, RunnerState

A_DAY = timedelta(days=1)
WELL = ("idle", "busy")


@dataclass(frozen=True)
class PoolLine:
    """One pool that this course's work goes to; ``waiting`` is its own, no other's."""

    name: str
    runners: int  # that ops let serve this course, and work
    well: int
    waiting: int
    wait_s: float | None  # for who hands in now; None where nobody knows
    worst_s: float | None  # the longest wait of the last day

    @property
    def is_well(self) -> bool:
        """Does everybody of it claim work?"""
        return self.well > 0 and self.well == self.runners

    @property
    def is_stuck(self) -> bool:
        """Does work of this course wait while nobody claims any?"""
        return self.waiting > 0 and not self.well


@dataclass(frozen=True)
class _Queued:
    """What waits in a pool, of this course and of all."""

    own: int = 0
    everybody: int = 0


def pools_of(
    course: Course, columns: Iterable[Column], *, now: datetime
) -> list[PoolLine]:
    """Return the pools that the course's assignments need, by name; 3 queries.

    Without code, and so without anything to run, there are none and no query.
    """
    names = _names(columns)
    if not names:
        return []
    machines = _machines(course, names, now=now)
    queued = _queued(course, names)
    felt = _felt(names, now=now)
    lines = []
    for name in sorted(names):
        words = machines.get(name, [])
        well = sum(word in WELL for word in words)
        waits = queued.get(name, _Queued())
        mean, worst = felt.get(name, (None, None))
        wait = _wait_s(waits.everybody, well, mean)
        lines.append(PoolLine(name, len(words), well, waits.own, wait, worst))
    return lines


def _names(columns: Iterable[Column]) -> set[str]:
    specs = (
        column.assignment.published_version.spec
        for column in columns
        if column.is_handed_in and column.assignment.published_version is not None
    )
    return {str(spec["grade"]["pool"]) for spec in specs}


def _machines(
    course: Course, names: set[str], *, now: datetime
) -> Mapping[str, list[str]]:
    """Return by pool how each runner seems that may serve the course; 1 query."""
    rows = (
        Runner.objects.filter(state=RunnerState.ACTIVE, pools__name__in=names)
        .filter(Q(serves_all_courses=True) | Q(courses=course))
        .values_list("pools__name", "pk", "state", "last_seen_at")
        .distinct()
    )
    found: dict[str, list[str]] = defaultdict(list)
    for pool, _, state, seen_at in rows:
        word = policy.seems(state, last_seen_at=seen_at, is_busy=False, now=now)
        found[pool].append(word)
    return found


def _queued(course: Course, names: set[str]) -> Mapping[str, _Queued]:
    """Return what waits, by pool; 1 query."""
    own = Q(submission__assignment__course=course)
    rows = (
        GradingJob.objects.filter(state=JobState.QUEUED, pool__name__in=names)
        .values("pool__name")
        .annotate(own=Count("pk", filter=own), everybody=Count("pk"))
    )
    return {row["pool__name"]: _Queued(row["own"], row["everybody"]) for row in rows}


def _felt(
    names: set[str], *, now: datetime
) -> dict[str, tuple[float | None, float | None]]:
    """Return by pool the mean seconds of a grading and the longest wait for one."""
    span = DurationField()
    rows = (
        LeaseUse.objects.filter(
            pool__name__in=names,
            started_at__gt=now - A_DAY,
            attempt=1,
            job__lane=Lane.STUDENTS,
        )
        .values("pool__name")
        .annotate(
            mean=Avg(ExpressionWrapper(F("ended_at") - F("started_at"), span)),
            worst=Max(ExpressionWrapper(F("started_at") - F("job__queued_at"), span)),
        )
    )
    return {
        row["pool__name"]: (_seconds(row["mean"]), _seconds(row["worst"]))
        for row in rows
    }


def _seconds(length: timedelta | None) -> float | None:
    return max(0.0, length.total_seconds()) if length is not None else None


def _wait_s(queued: int, well: int, mean_s: float | None) -> float | None:
    if not queued and well:
        return 0.0
    return queued * mean_s / well if well and mean_s is not None else None
