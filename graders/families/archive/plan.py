"""Runs an existing autograder with the submission beside it, and reports its claims."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from graders.families import ending
from graders.families.archive import stages
from graders.families.archive.identity import image_name
from graders.families.archive.marking import marked
from graders.families.archive.results import ResultsError, read_results
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.protocol import Flag, Outcome, Report, Statement
from graders.sandbox.stage import Cause, Sandbox, Side, StageEnd

TITLE = "The autograder, with your code beside it"
WHAT = "The autograder, which runs your code,"
BROKEN = (
    "The autograder of this assignment gave no result that can be used; "
    "your course staff has to act."
)
NO_CONTAINERS = "This machine cannot run existing autograders: that needs containers."
NO_ENDING = "Its container was left without a word."


def grade(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """One container, one run; what comes back is checked for form, not for truth."""
    if not sandbox.isolates:
        return _no_containers(job, sandbox)
    try:
        image = image_name(job.lease.image, job.lease.blobs)
    except ValueError as error:
        image, problem = job.lease.image, str(error)
    else:
        problem = ""
    job = replace(job, lease=replace(job.lease, image=image))
    step = Step(stages.NAME, TITLE, Side.SHARED)
    with Bench(job, sandbox=sandbox, feed=feed, steps=(step,)) as bench:
        run = _Run(bench)
        if problem:
            reason = Ending(Outcome.LAB_BROKEN, BROKEN, staff_note=problem)
        else:
            reason = run.ending()
        if bench.is_cancelled:
            reason = ending.CANCELLED
        report = ending.report(bench, reason, sandbox=sandbox, findings=run.findings)
    return replace(report, statement=run.statement)


def _no_containers(job: Job, sandbox: Sandbox) -> Report:
    return Report(
        lease_id=job.lease.id,
        attempt=job.lease.attempt,
        outcome=Outcome.RUNNER_FAILED,
        sentence=NO_CONTAINERS,
        staff_note="The family archive needs containers: start a Docker engine, and "
        "the runner with the docker sandbox.",
        sandbox=sandbox.name,
    )


class _Run:
    """One run of the autograder, and what it stated."""

    def __init__(self, bench: Bench) -> None:
        self.findings = Findings()
        self.statement: Statement | None = None
        self._bench = bench

    def ending(self) -> Ending:
        """Run it; whose move it is then."""
        job = self._bench.job
        if missing := job.missing_files():
            return ending.missing_files(missing)
        spec = stages.autograder(job)
        self._bench.start(spec)
        end = self._bench.finish(stages.NAME)
        if self._bench.is_cancelled:
            return ending.CANCELLED
        if stopped := ending.killed(end, WHAT, spec.limits):
            return stopped
        try:
            self._take(end)
        except ResultsError as error:
            return Ending(Outcome.LAB_BROKEN, BROKEN, staff_note=str(error))
        return ending.GRADED

    def _take(self, end: StageEnd) -> None:
        ended = _ended(end)
        if "results.json" not in end.collected:
            raise ResultsError(_no_results(end, ended))
        stdout = _text(end.collected.get(stages.STDOUT))
        raw = end.collected[stages.RESULTS].read_bytes()
        try:
            self.statement = read_results(raw, stdout)
        except ResultsError as error:
            raise ResultsError(f"results.json: {error}") from error
        checks, flags = marked(self.statement, self._bench.job.lease.checks)
        self.findings.checks = {check.name: check for check in checks}
        self.findings.flags = [*flags, *_odd(ended, checks[0].name if checks else "")]
        if ended.get("cut"):
            self._bench.note(stages.NAME, "What it printed was cut off.")


def _ended(end: StageEnd) -> dict[str, Any]:
    """How the run ended by its own account; nothing of it is believed."""
    try:
        found = json.loads(_text(end.collected.get(stages.ENDED)))
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _no_results(end: StageEnd, ended: dict[str, Any]) -> str:
    """Why there is no results.json, in a sentence."""
    if end.cause is not Cause.EXITED or not ended:
        return f"{NO_ENDING} It ended as {end.cause.value}, exit code {end.exit_code}."
    problem = str(ended.get("problem") or "could not be taken")[:200]
    code, said = str(ended.get("exit_code"))[:10], str(ended.get("said") or "")[:300]
    how = (
        f"run_autograder could not be started: {said}"
        if said
        else (f"run_autograder ended with exit code {code}")
    )
    return f"results.json {problem}; {how}. Its log says more."


def _odd(ended: dict[str, Any], check: str) -> list[Flag]:
    if ended.get("exit_code") in (0, None):
        return []
    code = str(ended["exit_code"])[:10]
    said = f"run_autograder ended with exit code {code} after writing its results."
    return [Flag(check, said)]


def _text(path: Path | None) -> str:
    return path.read_bytes().decode("utf-8", "replace") if path else ""
