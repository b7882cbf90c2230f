"""One judge asks one fresh student container for public checks, another for hidden.

Where checks are timed, a third one runs the staff's solution beside them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graders.families import asking, ending, mounts
from graders.families.asking import JUDGE
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.measure import suspicion
from graders.protocol import Flag, Outcome, Report
from graders.protocol.calls import FRAME_BYTES
from graders.sandbox.stage import Sandbox, Side, StageEnd, StageSpec

PUBLIC = Step("public", "Your functions, public checks", Side.STUDENT, is_public=True)
HIDDEN = Step("hidden", "Your functions, hidden checks", Side.STUDENT)
# Staff's code, but under a student's limits: only then is the time a fair one.
REFERENCE = Step("reference", "The staff's solution, timed beside yours", Side.JUDGE)
TIMED_ON = "cpu"
NO_REFERENCE = Ending(
    Outcome.LAB_BROKEN,
    ending.BROKEN,
    staff_note="The folder that `reference` names in [grade] is not there.",
)


def grade(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Run the checks that the lease names, public ones first."""
    students = _students(job)
    staff = (_timed(REFERENCE),) if job.lease.options.get("reference") else ()
    steps = (*students, *staff, JUDGE)
    with Bench(job, sandbox=sandbox, feed=feed, steps=steps) as bench:
        if missing := job.missing_files():
            return ending.report(bench, ending.missing_files(missing), sandbox=sandbox)
        if staff and not _reference(job).is_dir():
            return ending.report(bench, NO_REFERENCE, sandbox=sandbox)
        findings = Findings(lambda name, state: asking.show(bench, name, state))
        _start(bench, students, findings)
        judge_end = bench.finish(JUDGE.name)
        ends = {step.name: asking.end_of(bench, step, findings) for step in students}
        for step in staff:
            bench.kill(step.name)
            bench.finish(step.name)
            flag_threads(job, ends, findings)
        return ending.report(
            bench,
            asking.ending_of(bench, findings, judge_end, ends),
            sandbox=sandbox,
            findings=findings,
        )


def _students(job: Job) -> tuple[Step, ...]:
    steps = asking.steps_for(job, PUBLIC, HIDDEN)
    is_timed = bool(job.lease.options.get("reference"))
    return tuple(map(_timed, steps)) if is_timed else steps


def _reference(job: Job) -> Path:
    return job.judge / str(job.lease.options["reference"])


def _timed(step: Step) -> Step:
    return replace(step, timed_on=TIMED_ON)


def _start(bench: Bench, students: tuple[Step, ...], findings: Findings) -> None:
    job = bench.job
    channel = mounts.make_folder(job.work, "channel")
    code = mounts.copy_code(job.work, "student-code", mounts.STUDENT_CODE)
    reference = None
    if job.lease.options.get("reference"):
        reference = _student(job, REFERENCE.name, _reference(job), code, channel)
    asking.start_all(
        bench,
        findings,
        {
            s.name: _student(job, s.name, job.submission, code, channel)
            for s in students
        },
        channel,
        command="functions",
        reference=reference,
    )


def _student(
    job: Job, name: str, submission: Path, code: Path, channel: Path
) -> StageSpec:
    lease = job.lease
    threads = mounts.thread_environment(int(lease.options.get("threads") or 1))
    return StageSpec(
        name=name,
        side=Side.STUDENT,
        image=lease.image,
        argv=(
            *("python", "-m", "graders.harness", "{submission}", "{channel}"),
            *(str(FRAME_BYTES), *lease.required_files),
        ),
        limits=mounts.student_limits(lease.limits),
        folders={"assay": code, "submission": submission},
        env={**mounts.PYTHONPATH, **threads},
        channel=asking.own_channel(channel, name),
    )


def flag_threads(job: Job, ends: dict[str, StageEnd], findings: Findings) -> None:
    """Tell staff of a student whose program worked while it was not asked."""
    threads = int(job.lease.options.get("threads") or 1)
    timed = next((series.check for series in findings.series), "")
    for name, end in ends.items():
        asked_s = findings.asked_s.get(name, 0.0)
        if asked_s and end.cpu_seconds:
            odd = suspicion.threaded(end.cpu_seconds, asked_s, threads=threads)
            if odd:
                findings.flags.append(Flag(timed, odd))
