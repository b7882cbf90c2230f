"""What a course's students feel of runners and queue."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Avg, DurationField, ExpressionWrapper, F, Max

from portal.courses.models import Course
from portal.grading.models import GradingJob, LeaseUse
from portal.grading.selectors import fleet, waiting
from portal.grading.states import Lane
from portal.submissions.models import Source

A_DAY = timedelta(days=1)
WELL = ("idle", "busy")


@dataclass(frozen=True)
class PoolLine:
    """One pool that this course's work goes to."""

    name: str
    runners: int
    well: int
    waiting: int
    wait_s: float | None  # for who hands in now; None where nobody knows
    worst_s: float | None  # the longest wait of the last day

    @property
    def is_well(self) -> bool:
        """Does everybody of it claim work?"""
        return self.well > 0 and self.well == self.runners


def pools_of(course: Course, *, now: datetime) -> list[PoolLine]:
    """Return the pools that work of the course went to, by name; 7 queries."""
    names = _names(course)
    machines = [line for line in fleet(now=now) if names & set(line.pools)]
    queued = Counter[str]()
    for row in waiting():
        queued[row.pool] += row.count
    felt = _felt(names, now=now)
    lines = []
    for name in sorted(names):
        mine = [line for line in machines if name in line.pools]
        well = sum(line.word in WELL for line in mine)
        mean, worst = felt.get(name, (None, None))
        wait = _wait_s(queued[name], well, mean)
        lines.append(PoolLine(name, len(mine), well, queued[name], wait, worst))
    return lines


def _names(course: Course) -> set[str]:
    rows = GradingJob.objects.filter(submission__assignment__course=course)
    rows = rows.exclude(submission__source=Source.DESK)  # nothing was run
    return set(rows.order_by().values_list("pool__name", flat=True).distinct())


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
