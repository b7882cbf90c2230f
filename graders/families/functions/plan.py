"""One judge asks one fresh student container for public checks, another for hidden."""

from __future__ import annotations

from pathlib import Path

from graders.families import ending, mounts
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.protocol import Outcome, Report
from graders.protocol.calls import FRAME_BYTES
from graders.protocol.orders import Orders, Phase
from graders.sandbox.stage import Cause, Sandbox, Side, StageEnd, StageSpec

JUDGE = Step("judge", "The judge asks and compares", Side.JUDGE)
PUBLIC = Step("public", "Your functions, public checks", Side.STUDENT, is_public=True)
HIDDEN = Step("hidden", "Your functions, hidden checks", Side.STUDENT)
# The judge's clock is the one that counts; the containers' own is only a last resort.
SPARE_S = 60.0
OWN_CAUSE_S = 3.0


def grade(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Run the checks that the lease names, public ones first."""
    hidden = [check for check in job.lease.checks if check.is_hidden]
    students = (PUBLIC, HIDDEN) if hidden else (PUBLIC,)
    steps = (*students, JUDGE)
    with Bench(job, sandbox=sandbox, feed=feed, steps=steps) as bench:
        if missing := job.missing_files():
            return ending.report(bench, ending.missing_files(missing), sandbox=sandbox)
        findings = Findings(lambda name, state: _show(bench, name, state))
        _start(bench, students, findings)
        judge_end = bench.finish(JUDGE.name)
        ends = {step.name: _end(bench, step, findings) for step in students}
        return ending.report(
            bench,
            _ending(bench, findings, judge_end, ends),
            sandbox=sandbox,
            findings=findings,
        )


def _start(bench: Bench, students: tuple[Step, ...], findings: Findings) -> None:
    """Start everything side by side: whoever connects late is waited for."""
    job, lease = bench.job, bench.job.lease
    seconds = lease.limits.seconds
    channel = mounts.make_folder(job.work, "channel")
    phases = tuple(Phase(step.name, step is HIDDEN, seconds) for step in students)
    orders = Orders(lease.checks, hidden_seed=lease.hidden_seed, phases=phases)
    code = mounts.copy_code(job.work, "student-code", mounts.STUDENT_CODE)
    longest = len(students) * seconds + SPARE_S
    for step in students:
        own = mounts.make_folder(channel, step.name)
        own.chmod(0o777)  # the judge, another user, makes its socket there
        bench.start(_student(bench, step, own, code, longest))
        bench.say(step.name, "todo")  # it waits until the judge comes to it
    folders = {
        "assay": mounts.copy_code(job.work, "judge-code", mounts.JUDGE_CODE),
        "orders": mounts.write_orders(job.work, "orders", orders),
        "lab": job.judge,
    }
    judge = StageSpec(
        name=JUDGE.name,
        side=Side.JUDGE,
        image=lease.judge_image,
        argv=(
            *("python", "-m", "graders.judge", "functions"),
            *("{orders}", "{lab}", "{channel}"),
        ),
        limits=mounts.with_seconds(mounts.JUDGE_LIMITS, longest + SPARE_S),
        folders=folders,
        env=mounts.PYTHONPATH,
        channel=channel,
    )
    bench.start(judge, stdout=findings.write)


def _student(
    bench: Bench, step: Step, channel: Path, code: Path, longest: float
) -> StageSpec:
    lease = bench.job.lease
    limits = mounts.student_limits(lease.limits)
    return StageSpec(
        name=step.name,
        side=Side.STUDENT,
        image=lease.image,
        argv=(
            *("python", "-m", "graders.harness", "{submission}", "{channel}"),
            *(str(FRAME_BYTES), *lease.required_files),
        ),
        limits=mounts.with_seconds(limits, longest),
        folders={"assay": code, "submission": bench.job.submission},
        env=mounts.PYTHONPATH,
        channel=channel,
    )


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
