"""Runs a plan's stages: starts, passes on what they say, keeps how they ended."""

from __future__ import annotations

import platform
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from types import TracebackType

from graders.devices import conditions
from graders.families.alone import Alone
from graders.families.job import Feed, Job
from graders.protocol import StageProgress, StageRecord
from graders.sandbox.stage import (
    Cause,
    RunningStage,
    Sandbox,
    Side,
    Sink,
    StageEnd,
    StageSpec,
)

CANCEL_POLL_S = 0.5


@dataclass(frozen=True)
class Step:
    """A stage of the plan, as people see it."""

    name: str
    title: str
    side: Side
    is_public: bool = False
    limit_s: float = 0.0  # 0: the stage's own
    timed_on: str = ""  # the device it needs for itself while it runs: "cpu", "gpu0"


@dataclass
class _Place:
    """One step on its way."""

    step: Step
    progress: StageProgress
    spec: StageSpec | None = None
    running: RunningStage | None = None
    began: float = 0.0
    record: StageRecord | None = None
    tail: bytes = b""


class Bench:
    """One job's stages; leaving it kills and waits for whatever still runs."""

    def __init__(
        self, job: Job, *, sandbox: Sandbox, feed: Feed, steps: Iterable[Step]
    ) -> None:
        self.job = job
        self._sandbox = sandbox
        self._feed = feed
        self._lock = threading.RLock()
        self._places = {step.name: _Place(step, _todo(step)) for step in steps}
        self._left = threading.Event()
        self._began = time.monotonic()
        self.is_cancelled = False
        self._alone = Alone(lambda: self.is_cancelled)
        self._tell()

    def __enter__(self) -> Bench:
        threading.Thread(target=self._watch, name="cancel", daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._left.set()
        self.kill_all()
        for place in self._places.values():
            if place.running and not place.record:
                _ended(place.running)
        self._alone.close()

    def start(self, spec: StageSpec, *, stdout: Sink | None = None) -> None:
        """Begin the step called as ``spec`` is; a judge's findings go to ``stdout``."""
        place = self._places[spec.name]
        if place.step.timed_on:
            self._alone.enter(spec.name, place.step.timed_on)
        # Who holds the clock or makes the load needs the right of way just as much.
        spec = replace(spec, is_timed=spec.is_timed or self._alone.is_held)

        def log(data: bytes) -> None:
            with self._lock:
                place.tail = (place.tail + data)[-2000:]
                self._feed.log(spec.name, data)

        work = self.job.work / f"collected-{spec.name}"
        work.mkdir()
        work.chmod(0o755)
        place.spec, place.began = spec, time.monotonic()
        place.running = self._sandbox.start(
            spec, work=work, stdout=stdout or log, stderr=log
        )
        if self.is_cancelled:
            place.running.kill()
        self.say(spec.name, "running")

    def open_log(self, name: str) -> Sink:
        """A log that no stage prints and the student may read; where to write it."""
        self._feed.open_log(name)

        def write(data: bytes) -> None:
            with self._lock:
                self._feed.log(name, data)

        return write

    def keep(self, name: str, path: Path, *, is_public: bool = True) -> None:
        """Keep a file that the student may read, or staff alone."""
        with self._lock:
            self._feed.artifact(name, path, is_public)

    def note(self, name: str, sentence: str) -> None:
        """Say one more thing of a stage that has ended."""
        record = self._places[name].record
        if record is not None:
            note = f"{record.note} {sentence}".strip()
            self._places[name].record = replace(record, note=note)

    def finish(self, name: str, *, told: Cause | None = None) -> StageEnd:
        """Wait for a stage; ``told`` is the cause where we know better than it does."""
        place = self._places[name]
        if place.running is None or place.spec is None:
            raise ValueError(f"the stage {name} was never started")
        end = place.running.wait()
        self._alone.leave(name)
        end = replace(end, cause=told) if told else end
        seconds = end.seconds or round(time.monotonic() - place.began, 3)
        limits = place.spec.limits
        place.record = StageRecord(
            name=name,
            title=place.step.title,
            side=place.step.side.value,
            is_public=place.step.is_public,
            cause=end.cause.value,
            seconds=seconds,
            limit_s=place.step.limit_s or limits.seconds,
            cpu_seconds=end.cpu_seconds,
            peak_memory_mib=end.peak_memory_mib,
            limit_mib=limits.memory_mib,
            exit_code=end.exit_code,
            note="The log was cut off." if end.output_truncated else "",
        )
        self.say(name, "done" if _is_well(end) else "failed", seconds=seconds)
        return end

    def leave_out(self, name: str) -> None:
        """Count a stage as not run: it was begun, and nothing was asked of it."""
        place = self._places[name]
        place.record = _skipped(place.step)
        self.say(name, "skipped")

    def is_started(self, name: str) -> bool:
        """Was this stage begun?"""
        return self._places[name].running is not None

    def running(self, name: str) -> RunningStage:
        """A stage that was begun, for another one to join."""
        running = self._places[name].running
        if running is None:
            raise ValueError(f"the stage {name} was never started")
        return running

    def wait_a_little(self, name: str, seconds: float) -> None:
        """Give a stage the chance to end by itself, so that its own cause is known."""
        running = self._places[name].running
        if running is not None:
            waiter = threading.Thread(target=_ended, args=(running,), daemon=True)
            waiter.start()
            waiter.join(seconds)

    def kill(self, name: str) -> None:
        """End one stage, if it runs."""
        running = self._places[name].running
        if running is not None:
            running.kill()

    def kill_all(self) -> None:
        """End every stage that runs."""
        for place in list(self._places.values()):
            if place.running and not place.record:
                place.running.kill()

    def say(self, name: str, state: str, *, seconds: float = 0.0) -> None:
        """Tell the live page where a stage is now."""
        with self._lock:
            place = self._places[name]
            place.progress = replace(place.progress, state=state, seconds=seconds)
            self._tell()

    def last_line(self, name: str) -> str:
        """The last thing a stage printed, as one safe line."""
        with self._lock:
            lines = self._places[name].tail.decode("utf-8", "replace").split("\n")
        said = [line.strip() for line in lines if line.strip()]
        return "".join(c for c in said[-1][:200] if c.isprintable()) if said else ""

    def records(self) -> tuple[StageRecord, ...]:
        """Every step as it ran, or that it was skipped."""
        return tuple(p.record or _skipped(p.step) for p in self._places.values())

    def environment(self) -> dict[str, str]:
        """The machine for the report, as it was when timing began, else as it is."""
        return {**environment(), **(self._alone.conditions or conditions())}

    def seconds(self) -> float:
        """How long this job has worked; waiting for the device is no work."""
        return round(time.monotonic() - self._began - self._alone.waited_s, 3)

    def close(self) -> None:
        """Say that the steps still to do are not going to be done."""
        with self._lock:
            for place in self._places.values():
                if place.progress.state == "todo":
                    place.progress = replace(place.progress, state="skipped")
            self._tell()

    def _tell(self) -> None:
        self._feed.stages([place.progress for place in self._places.values()])

    def _watch(self) -> None:
        while not self._left.wait(CANCEL_POLL_S):
            if self._feed.is_cancelled():
                self.is_cancelled = True
                self.kill_all()


def environment() -> dict[str, str]:
    """What kind of machine this is, for the report."""
    return {"machine": platform.machine(), "system": platform.system()}


def _todo(step: Step) -> StageProgress:
    return StageProgress(step.name, step.title, step.side.value, "todo", step.is_public)


def _skipped(step: Step) -> StageRecord:
    return StageRecord(
        step.name, step.title, step.side.value, step.is_public, "skipped"
    )


def _is_well(end: StageEnd) -> bool:
    return end.cause is Cause.KILLED or (
        end.cause is Cause.EXITED and end.exit_code == 0
    )


def _ended(running: RunningStage) -> None:
    try:
        running.wait()
    except Exception:  # noqa: BLE001 - whoever calls finish() gets it again
        return
