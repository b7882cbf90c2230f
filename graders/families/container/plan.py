"""Reads what was handed in, then judges it; no code of a student's runs anywhere."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from graders.families import ending, mounts
from graders.families.bench import Bench, Step
from graders.families.container import stages
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.protocol import Outcome, Report
from graders.protocol.orders import Orders
from graders.sandbox.stage import Cause, Sandbox, Side

READING = Step("reading", "Your files, read and not run", Side.STUDENT, is_public=True)
JUDGE = Step("judge", "The judge applies its rules", Side.JUDGE)
STEPS = (READING, JUDGE)
LOUD = 128  # exit codes above it tell of a signal
ANSWER_BYTES = 64 * 1024
UNREAD = "Your files could not be read within the limits of time and memory."
HINT = "Hand in what people wrote."


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
    read = read_files(bench)
    if isinstance(read, Ending):
        return read
    orders = Orders(lease.checks, hidden_seed=lease.hidden_seed, options=lease.options)
    folder = mounts.write_orders(job.work, "orders", orders)
    spec = stages.judge(job, read.code, folder, read.files)
    bench.start(spec, stdout=findings.write)
    end = bench.finish(JUDGE.name)
    if bench.is_cancelled:
        return ending.CANCELLED
    return ending.broken_judge(end, findings) or ending.GRADED


@dataclass(frozen=True)
class Read:
    """What can be read: our code, orders without anything hidden, copies of files."""

    code: Path
    orders: Path
    files: Path


def read_files(bench: Bench) -> Read | Ending:
    """Copy what was handed in, and have all of it read once."""
    job = bench.job
    files, odd = mounts.copy_files(job.work, job.submission)
    if odd:
        said = f"{odd} is a link or no file; hand in the file itself."
        return Ending(Outcome.UNGRADABLE, said)
    code = stages.copy_code(job.work, "code", mounts.JUDGE_CODE)
    read_orders = Orders((), options=job.lease.options)
    orders = mounts.write_orders(job.work, "reading-orders", read_orders)
    bench.start(stages.reading(job, code, orders, files))
    return _refused(bench) or Read(code, orders, files)


def _refused(bench: Bench) -> Ending | None:
    """Why the files cannot be judged, if they can't."""
    end = bench.finish(READING.name)
    if bench.is_cancelled:
        return ending.CANCELLED
    if end.cause is not Cause.EXITED or (end.exit_code or 0) > LOUD:
        return Ending(Outcome.UNGRADABLE, UNREAD, HINT)
    answer = end.collected.get(stages.ANSWER)
    if end.exit_code != 0 or answer is None or answer.stat().st_size > ANSWER_BYTES:
        note = f"reading: exit code {end.exit_code}, {bench.last_line(READING.name)}"
        return Ending(Outcome.LAB_BROKEN, ending.BROKEN, staff_note=note)
    return _answer(answer.read_bytes())


def _answer(raw: bytes) -> Ending | None:
    """What the reader said; it read hostile files, so nothing of it is believed."""
    try:
        refused = json.loads(raw)["refused"]
        if refused is None:
            return None
        sentence, hint = (str(refused[key])[:1000] for key in ("sentence", "hint"))
    except (ValueError, KeyError, TypeError, RecursionError):
        return Ending(Outcome.UNGRADABLE, UNREAD, HINT)
    return Ending(Outcome.UNGRADABLE, sentence, hint)
