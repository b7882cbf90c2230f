"""The fleet as a page: a sentence on how it is, and a line for each runner."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.grading.models import GradingJob
from portal.grading.selectors import FleetLine, fleet
from portal.runners.models import Runner, RunnerState
from portal.web import formats

LOOKS = {
    "idle": ("circle-check", "ok"),
    "busy": ("loader-circle", "busy"),
    "draining": ("log-out", "quiet"),
    "silent": ("wifi-off", "bad"),
    "quarantined": ("shield-alert", "bad"),
}
KINDS = {"gpu": "gpu", "jetson": "microchip"}
TROUBLE = ("silent", "quarantined", "draining")


@dataclass(frozen=True)
class Machine:
    """One runner as a line of the table."""

    runner: Runner
    kind: str
    word: str
    icon: str
    tone: str
    pools: tuple[str, ...]
    jobs: tuple[GradingJob, ...]
    heartbeat: str
    serves: str
    orders: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Fleet:
    """What ``ops/runners.html`` needs."""

    title: str
    lede: str
    machines: tuple[Machine, ...]
    pools: tuple[tuple[str, int], ...]
    pool: str
    count: int
    unsafe: tuple[str, ...]


def fleet_of(pool: str, *, now: datetime) -> Fleet:
    """Return the fleet, narrowed to ``pool`` where there is one of that name."""
    lines = fleet(now=now)
    counts = Counter(name for line in lines for name in line.pools)
    pool = pool if pool in counts else ""
    shown = [line for line in lines if not pool or pool in line.pools]
    return Fleet(
        title=_title(lines),
        lede=_lede(lines),
        machines=tuple(_machine(line, now=now) for line in shown),
        pools=tuple(sorted(counts.items())),
        pool=pool,
        count=len(lines),
        unsafe=tuple(
            line.runner.name for line in lines if line.runner.sandbox == "process"
        ),
    )


def _title(lines: Sequence[FleetLine]) -> str:
    if not lines:
        return "No runner is enrolled"
    counts = Counter(line.word for line in lines)
    troubled = [word for word in TROUBLE if counts[word]]
    if not troubled:
        return "All runners are well"
    first, *others = [(counts[word], word) for word in troubled]
    noun = "runner" if first[0] == 1 else "runners"
    said = [f"{_number(first[0])} {noun} {_are(first[0])} {first[1]}"]
    said += [f"{_number(count)} {_are(count)} {word}" for count, word in others]
    text = ", ".join(said)
    return text[0].upper() + text[1:]


def _number(count: int) -> str:
    return "one" if count == 1 else str(count)


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _lede(lines: Sequence[FleetLine]) -> str:
    if not lines:
        return "Nothing can be graded until a machine is enrolled."
    working = [line for line in lines if line.word in ("idle", "busy")]
    if not working:
        return "Nothing is being graded: no runner claims work."
    busy = sum(bool(line.jobs) for line in lines)
    hold = "holds" if busy == 1 else "hold"
    return f"{len(working)} of {len(lines)} claim work; {busy} {hold} a lease now."


def _machine(line: FleetLine, *, now: datetime) -> Machine:
    runner = line.runner
    icon, tone = LOOKS[line.word]
    seen = runner.last_seen_at
    kind = next((KINDS[label] for label in runner.labels if label in KINDS), "cpu")
    return Machine(
        runner=runner,
        kind=kind,
        word=line.word,
        icon=icon,
        tone=tone,
        pools=line.pools,
        jobs=line.jobs,
        heartbeat=_ago(seen, now=now) if seen else "never",
        serves=_serves(runner),
        orders=_orders(runner),
    )


def _ago(at: datetime, *, now: datetime) -> str:
    seconds = max(0.0, (now - at).total_seconds())
    return f"{seconds:.0f} s" if seconds < 60 else formats.duration(round(seconds))


def _serves(runner: Runner) -> str:
    if runner.serves_all_courses:
        return "all courses"
    return ", ".join(sorted(str(course) for course in runner.courses.all())) or "none"


def _orders(runner: Runner) -> tuple[tuple[str, str], ...]:
    if runner.state == RunnerState.ACTIVE:
        return (("drain", "Drain"), ("quarantine", "Quarantine"))
    if runner.state == RunnerState.DRAINING:
        return (("resume", "Resume"), ("quarantine", "Quarantine"))
    return (("resume", "Resume"),)
