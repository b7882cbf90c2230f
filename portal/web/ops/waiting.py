"""The queue as a page: by lane and pool, what runs, what gave up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from portal.grading.models import GradingJob
from portal.grading.selectors import FleetLine, Waiting, fleet, parked_jobs, waiting
from portal.grading.states import Lane

LANES = {
    Lane.STAFF: "Staff tests",
    Lane.STUDENTS: "Students",
    Lane.BULK: "Graded again",
}


@dataclass(frozen=True)
class LaneLine:
    """One lane: how much waits in each pool, and since when the oldest."""

    title: str
    total: int
    counts: tuple[int, ...]
    oldest_at: datetime | None


@dataclass(frozen=True)
class Held:
    """One job that a runner has."""

    runner: str
    what: str
    course: str
    stage: str
    since: datetime | None
    attempt: int


@dataclass(frozen=True)
class Parked:
    """One job that gave up after three failures."""

    job: GradingJob
    what: str
    course: str


@dataclass(frozen=True)
class Queue:
    """What ``ops/queue.html`` needs; equal ones look the same but for the clock."""

    title: str
    pools: tuple[str, ...]
    lanes: tuple[LaneLine, ...]
    waiting: int
    held: tuple[Held, ...]
    parked: tuple[Parked, ...]
    working: int
    runners: int


def queue_of(*, now: datetime) -> Queue:
    """Return the queue; the same number of queries at any length."""
    rows, machines = waiting(), fleet(now=now)
    parked = tuple(
        Parked(job, _what(job), str(job.submission.assignment.course))
        for job in parked_jobs()
    )
    pools = tuple(
        sorted({row.pool for row in rows} | {p for m in machines for p in m.pools})
    )
    held = tuple(_held(line, job) for line in machines for job in line.jobs)
    total = sum(row.count for row in rows)
    working = sum(line.word in ("idle", "busy") for line in machines)
    return Queue(
        title=_title(total, len(held), len(parked), working),
        pools=pools,
        lanes=tuple(_lanes(rows, pools)),
        waiting=total,
        held=held,
        parked=parked,
        working=working,
        runners=len(machines),
    )


def _title(total: int, held: int, parked: int, working: int) -> str:
    if parked:
        if parked == 1:
            return "One job gave up and waits for you"
        return f"{parked} jobs gave up and wait for you"
    if total and not working:
        return "Jobs wait, and no runner claims work"
    if total:
        return f"{total} job{'' if total == 1 else 's'} wait{'s' if total == 1 else ''}"
    return (
        f"Nothing waits, {held} run{'s' if held == 1 else ''}"
        if held
        else "The queue is empty"
    )


def _lanes(rows: list[Waiting], pools: tuple[str, ...]) -> list[LaneLine]:
    found: dict[Lane, dict[str, Waiting]] = defaultdict(dict)
    for row in rows:
        found[row.lane][row.pool] = row
    return [
        LaneLine(
            title,
            sum(row.count for row in found[lane].values()),
            tuple(found[lane][p].count if p in found[lane] else 0 for p in pools),
            min((row.oldest_at for row in found[lane].values()), default=None),
        )
        for lane, title in LANES.items()
    ]


def _held(line: FleetLine, job: GradingJob) -> Held:
    running = [stage["title"] for stage in job.progress if stage["state"] == "running"]
    return Held(
        line.runner.name,
        _what(job),
        str(job.submission.assignment.course),
        running[0] if running else "starting",
        job.leased_at,
        job.attempt,
    )


def _what(job: GradingJob) -> str:
    return f"{job.submission.assignment.slug}, submission {job.submission.number}"
