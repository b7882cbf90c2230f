"""One judge asks one fresh student container for public checks, another for hidden.

Where checks are timed, a third one runs the staff's solution beside them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graders.families import ending, mounts
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.measure import suspicion
from graders.protocol import Flag, Outcome, Report
from graders.protocol.calls import FRAME_BYTES
from graders.protocol.orders import Orders, Phase
from graders.sandbox.stage import Cause, Sandbox, Side, StageEnd, StageSpec

JUDGE = Step("judge", "The judge asks and compares", Side.JUDGE)
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
# The judge's clock is the one that counts; the containers' own is only a last resort.
SPARE_S = 60.0
OWN_CAUSE_S = 3.0


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
        findings = Findings(lambda name, state: _show(bench, name, state))
        _start(bench, students, findings)
        judge_end = bench.finish(JUDGE.name)
        ends = {step.name: _end(bench, step, findings) for step in students}
        for step in staff:
            bench.kill(step.name)
            bench.finish(step.name)
            flag_threads(job, ends, findings)
        return ending.report(
            bench,
            _ending(bench, findings, judge_end, ends),
            sandbox=sandbox,
            findings=findings,
        )


def _students(job: Job) -> tuple[Step, ...]:
    hidden = any(check.is_hidden for check in job.lease.checks)
    steps = (PUBLIC, HIDDEN) if hidden else (PUBLIC,)
    is_timed = bool(job.lease.options.get("reference"))
    return tuple(map(_timed, steps)) if is_timed else steps


def _reference(job: Job) -> Path:
    return job.judge / str(job.lease.options["reference"])


def _timed(step: Step) -> Step:
    return replace(step, timed_on=TIMED_ON)


def _start(bench: Bench, students: tuple[Step, ...], findings: Findings) -> None:
    """Start everything side by side: whoever connects late is waited for."""
    job, lease = bench.job, bench.job.lease
    seconds = lease.limits.seconds
    channel = mounts.make_folder(job.work, "channel")
    code = mounts.copy_code(job.work, "student-code", mounts.STUDENT_CODE)
    longest = len(students) * seconds + SPARE_S
    for step in students:
        spec = _student(job, step.name, job.submission, code, channel)
        bench.start(_for(spec, longest))
        bench.say(step.name, "todo")  # it waits until the judge comes to it
    reference = lease.options.get("reference")
    if reference:
        spec = _student(job, REFERENCE.name, _reference(job), code, channel)
        bench.start(_for(spec, longest))
    orders = Orders(
        lease.checks,
        hidden_seed=lease.hidden_seed,
        phases=tuple(Phase(s.name, s.name == HIDDEN.name, seconds) for s in students),
        reference=Phase(REFERENCE.name, True, longest) if reference else None,
    )
    bench.start(_judge(job, orders, channel, longest), stdout=findings.write)


def _judge(job: Job, orders: Orders, channel: Path, longest: float) -> StageSpec:
    folders = {
        "assay": mounts.copy_code(job.work, "judge-code", mounts.JUDGE_CODE),
        "orders": mounts.write_orders(job.work, "orders", orders),
        "lab": job.judge,
    }
    return StageSpec(
        name=JUDGE.name,
        side=Side.JUDGE,
        image=job.lease.judge_image,
        argv=(
            *("python", "-m", "graders.judge", "functions"),
            *("{orders}", "{lab}", "{channel}"),
        ),
        limits=mounts.with_seconds(mounts.JUDGE_LIMITS, longest + SPARE_S),
        folders=folders,
        env=mounts.PYTHONPATH,
        channel=channel,
    )


def _student(
    job: Job, name: str, submission: Path, code: Path, channel: Path
) -> StageSpec:
    lease = job.lease
    own = mounts.make_folder(channel, name)
    own.chmod(0o777)  # the judge, another user, makes its socket there
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
        channel=own,
    )


def _for(spec: StageSpec, seconds: float) -> StageSpec:
    """The same stage; its own clock is the last resort, the judge's counts."""
    return replace(spec, limits=mounts.with_seconds(spec.limits, seconds))


def _end(bench: Bench, step: Step, findings: Findings) -> StageEnd:
    """The judge is done: so is the student's side, whatever it still does."""
    state = findings.phases.get(step.name, "")
    if state.endswith("gone"):
        bench.wait_a_little(step.name, OWN_CAUSE_S)
    bench.kill(step.name)
    told = Cause.TIMEOUT if state.endswith("timeout") else None
    end = bench.finish(step.name, told=told)
    if not state:
        bench.say(step.name, "skipped")
    return end


def _show(bench: Bench, name: str, state: str) -> None:
    """Tell the live page which phase the judge is at."""
    if name in (PUBLIC.name, HIDDEN.name):
        bench.say(name, "running" if state == "running" else "done")


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


def _ending(
    bench: Bench, findings: Findings, judge: StageEnd, ends: dict[str, StageEnd]
) -> Ending:
    if bench.is_cancelled:
        return ending.CANCELLED
    if broken := ending.broken_judge(judge, findings):
        return broken
    if findings.ungradable:
        sentence, hint = findings.ungradable
        return Ending(Outcome.UNGRADABLE, sentence, hint)
    limits = mounts.student_limits(bench.job.lease.limits)
    for name, end in ends.items():
        if found := ending.killed(end, "Your program", limits):
            return found
        if found := _unloaded(findings.phases.get(name, "")):
            return found
    return ending.GRADED


def _unloaded(state: str) -> Ending | None:
    if state == "load_absent":
        return Ending(
            Outcome.LAB_BROKEN,
            ending.BROKEN,
            staff_note="The student's container never connected: look at the image.",
        )
    if state.startswith("load_"):
        return Ending(
            Outcome.UNGRADABLE,
            "Your program ended while it was imported.",
            "Put what runs at once under `if __name__ == '__main__':`.",
        )
    return None
