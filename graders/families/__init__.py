"""Ways of grading, one folder each: found by name, listed nowhere."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

from graders.families.job import Feed, Job
from graders.protocol import Outcome, Report
from graders.sandbox.stage import Sandbox

__all__ = ["Feed", "Job", "rehearse_job", "run_job"]

FOLDER = Path(__file__).parent
NAME = re.compile(r"[a-z][a-z_]*")


def run_job(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Grade ``job`` as its family does; only the sandbox's own failures escape."""
    family = job.lease.family
    is_here = NAME.fullmatch(family) and (FOLDER / family / "plan.py").is_file()
    if not is_here:
        note = f"This runner knows no family called {family!r}."
        return Report(
            lease_id=job.lease.id,
            attempt=job.lease.attempt,
            outcome=Outcome.LAB_BROKEN,
            sentence="The assignment asks for a way of grading unknown here.",
            staff_note=note,
        )
    plan = importlib.import_module(f"graders.families.{family}.plan")
    report: Report = plan.grade(job, sandbox=sandbox, feed=feed)
    return report


def rehearse_job(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Run only what a family's students may run again, without any judge."""
    family = job.lease.family
    is_here = NAME.fullmatch(family) and (FOLDER / family / "rehearsal.py").is_file()
    if not is_here:
        return Report(
            lease_id=job.lease.id,
            attempt=job.lease.attempt,
            outcome=Outcome.UNGRADABLE,
            sentence=f"Nothing of the family {family!r} runs without its judge.",
        )
    rehearsal = importlib.import_module(f"graders.families.{family}.rehearsal")
    report: Report = rehearsal.rehearse(job, sandbox=sandbox, feed=feed)
    return report
