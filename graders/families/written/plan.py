"""Reads what was written, then counts and compares it; nothing of it is obeyed."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from graders.families import ending, mounts
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.families.written import stages
from graders.protocol import Outcome, Report
from graders.protocol.orders import Orders
from graders.sandbox.stage import Cause, Sandbox, Side, StageEnd

READING = Step("reading", "Your text, read", Side.STUDENT, is_public=True)
JUDGE = Step("judge", "The form is checked", Side.JUDGE)
STEPS = (READING, JUDGE)
LOUD = 128  # exit codes above it tell of a signal
SKETCH_BYTES = 512 * 1024
UNREAD = "Your text could not be read within the limits of time and memory."
HINT = "Export it again, with fewer pictures; or hand in Markdown where that is taken."
NO_KEY = "hidden/answers.toml cannot be read"


def grade(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Judge only what can be read."""
    findings = Findings()
    with Bench(job, sandbox=sandbox, feed=feed, steps=STEPS) as bench:
        reason = _graded(bench, findings)
        if bench.is_cancelled:
            reason = ending.CANCELLED
        return ending.report(bench, reason, sandbox=sandbox, findings=findings)


def _graded(bench: Bench, findings: Findings) -> Ending:
    job, lease = bench.job, bench.job.lease
    if missing := job.missing_files():
        return ending.missing_files(missing)
    code = stages.copy_code(job.work, "code")
    orders = Orders((), options=lease.options)
    folder = mounts.write_orders(job.work, "reading-orders", orders)
    bench.start(stages.reading(job, code, folder))
    end = bench.finish(READING.name)
    if bench.is_cancelled:
        return ending.CANCELLED
    if unread := _unread(bench, end):
        return unread
    return _judged(bench, findings, code, end.collected[stages.READ])


def _judged(bench: Bench, findings: Findings, code: Path, read: Path) -> Ending:
    job, lease = bench.job, bench.job.lease
    try:
        options = {**lease.options, "key": _key(job.judge)}
    except (ValueError, TypeError, RecursionError) as error:
        return Ending(
            Outcome.LAB_BROKEN, ending.BROKEN, staff_note=f"{NO_KEY}: {error}"
        )
    orders = Orders(lease.checks, hidden_seed=lease.hidden_seed, options=options)
    folder = mounts.write_orders(job.work, "orders", orders)
    handed = stages.handed_on(job.work, read)
    bench.start(stages.judge(job, code, folder, handed), stdout=findings.write)
    end = bench.finish(JUDGE.name)
    if bench.is_cancelled:
        return ending.CANCELLED
    if broken := ending.broken_judge(end, findings):
        return broken
    if findings.ungradable:
        return Ending(Outcome.UNGRADABLE, *findings.ungradable)
    _keep_sketch(bench, end)
    return ending.GRADED


def _unread(bench: Bench, end: StageEnd) -> Ending | None:
    """Why nothing can be judged, if so; whoever read it met a hostile file."""
    if end.cause is not Cause.EXITED or (end.exit_code or 0) > LOUD:
        return Ending(Outcome.UNGRADABLE, UNREAD, HINT)
    read = end.collected.get(stages.READ)
    if end.exit_code != 0 or read is None:
        note = f"reading: exit code {end.exit_code}, {bench.last_line(READING.name)}"
        return Ending(Outcome.LAB_BROKEN, ending.BROKEN, staff_note=note)
    return None


def _key(lab: Path) -> dict[str, Any]:
    """What is right, as staff wrote it; only the judge is told."""
    path = lab / stages.KEY
    if not path.is_file():
        return {}
    key: dict[str, Any] = json.loads(json.dumps(tomllib.loads(path.read_text("utf-8"))))
    return key


def _keep_sketch(bench: Bench, end: StageEnd) -> None:
    """Keep for staff what tells near-copies; it holds no word of the text."""
    sketch = end.collected.get(stages.SKETCH)
    if sketch is not None and sketch.stat().st_size <= SKETCH_BYTES:
        bench.keep(stages.SKETCH, sketch, is_public=False)
