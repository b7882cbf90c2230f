"""What a course's students feel of runners and queue."""

from collections import defaultdict
from collections.abc import Collection, Iterable
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
from portal.lib.listing import instant
from portal.lib.together import Found, Part, length, part
from portal.runners import policy
from portal.runners.models import Runner, RunnerState

A_DAY = timedelta(days=1)
WELL = ("idle", "busy")
SERVING, QUEUED, FELT = "serving", "queued", "felt"


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


def pool_names(columns: Iterable[Column]) -> frozenset[str]:
    """Return the pools that these assignments need; without code there are none."""
    specs = (
        column.assignment.published_version.spec
        for column in columns
        if column.is_handed_in and column.assignment.published_version is not None
    )
    return frozenset(str(spec["grade"]["pool"]) for spec in specs)


def pool_parts(
    course: Course, names: Collection[str], *, now: datetime
) -> tuple[Part, ...]:
    """Return what ``pools_of`` reads, to be asked with others."""
    if not names:
        return ()
    return _serving(course, names), _queued(course, names), _felt(names, now=now)


def pools_of(found: Found, names: Iterable[str], *, now: datetime) -> list[PoolLine]:
    """Return the pools called ``names``, by name; no query."""
    words: dict[str, list[str]] = defaultdict(list)
    for name, said in found[SERVING]:
        words[name].append(_seems(said["seen_at"], now))
    queued, felt = dict(found[QUEUED]), dict(found[FELT])
    lines = []
    for name in sorted(names):
        well = sum(word in WELL for word in words[name])
        waits = queued.get(name, {"own": 0, "everybody": 0})
        times = felt.get(name, {"mean": None, "worst": None})
        mean, worst = _seconds(times["mean"]), _seconds(times["worst"])
        wait = _wait_s(waits["everybody"], well, mean)
        lines.append(PoolLine(name, len(words[name]), well, waits["own"], wait, worst))
    return lines


def _serving(course: Course, names: Collection[str]) -> Part:
    """Return each runner that may serve the course, for each of its pools."""
    rows = Runner.objects.filter(
        Q(serves_all_courses=True) | Q(courses=course),
        state=RunnerState.ACTIVE,
        pools__name__in=names,
    )
    of = {"runner": "pk", "seen_at": "last_seen_at"}
    return part(SERVING, rows, "pools__name", **of).distinct()


def _seems(seen_at: str | None, now: datetime) -> str:
    at = instant(seen_at) if seen_at else None
    return policy.seems(RunnerState.ACTIVE, last_seen_at=at, is_busy=False, now=now)


def _queued(course: Course, names: Collection[str]) -> Part:
    """Return what waits in each pool, of this course and of all."""
    own = Q(submission__assignment__course=course)
    rows = GradingJob.objects.filter(state=JobState.QUEUED, pool__name__in=names)
    counts = {"own": Count("pk", filter=own), "everybody": Count("pk")}
    return part(QUEUED, rows, "pool__name", **counts)


def _felt(names: Collection[str], *, now: datetime) -> Part:
    """Return of each pool how long gradings took today, and the longest wait for one.

    Of everybody's gradings: who comes next waits for those too.
    """
    span = DurationField()
    rows = LeaseUse.objects.filter(
        pool__name__in=names,
        started_at__gt=now - A_DAY,
        attempt=1,
        job__lane=Lane.STUDENTS,
    )
    took = ExpressionWrapper(F("ended_at") - F("started_at"), span)
    waited = ExpressionWrapper(F("started_at") - F("job__queued_at"), span)
    return part(FELT, rows, "pool__name", mean=Avg(took), worst=Max(waited))


def _seconds(value: float | str | None) -> float | None:
    span = length(value)
    return max(0.0, span.total_seconds()) if span is not None else None


def _wait_s(queued: int, well: int, mean_s: float | None) -> float | None:
    if not queued and well:
        return 0.0
    return queued * mean_s / well if well and mean_s is not None else None
