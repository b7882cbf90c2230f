"""One judge asks fresh student containers, public ones first: for several families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from graders.families import ending, mounts
from graders.families.bench import Bench, Step
from graders.families.crowding import is_crowded, starved
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Job
from graders.protocol import Outcome
from graders.protocol.orders import Orders, Phase
from graders.sandbox.stage import Cause, Side, StageEnd, StageSpec

JUDGE = Step("judge", "The judge asks and compares", Side.JUDGE)
PUBLIC, HIDDEN = "public", "hidden"
# The judge's clock is the one that counts; the containers' own is only a last resort.
SPARE_S = 60.0
OWN_CAUSE_S = 3.0


@dataclass(frozen=True)
class Words:
    """How a family's endings call what was handed in."""

    program: str = "Your program"
    unloaded: str = "Your program ended while it was imported."
    unloaded_hint: str = "Put what runs at once under `if __name__ == '__main__':`."


WORDS = Words()


def steps_for(job: Job, public: Step, hidden: Step) -> tuple[Step, ...]:
    """The student's steps: the hidden one only where a check is hidden."""
    is_hidden = any(check.is_hidden for check in job.lease.checks)
    return (public, hidden) if is_hidden else (public,)


def own_channel(channel: Path, name: str) -> Path:
    """A folder for one socket: no other stage can reach it."""
    own = mounts.make_folder(channel, name)
    own.chmod(0o777)  # the judge, another user, makes its socket there
    return own


def start_all(
    bench: Bench,
    findings: Findings,
    students: Mapping[str, StageSpec],
    channel: Path,
    *,
    command: str,
    reference: StageSpec | None = None,
) -> None:
    """Start everything side by side: whoever connects late is waited for."""
    job, lease = bench.job, bench.job.lease
    seconds = lease.limits.seconds
    longest = len(students) * seconds + SPARE_S
    for name, spec in students.items():
        bench.start(_within(spec, longest))
        bench.say(name, "todo")  # it waits until the judge comes to it
    if reference:
        bench.start(_within(reference, longest))
    orders = Orders(
        lease.checks,
        hidden_seed=lease.hidden_seed,
        phases=tuple(Phase(name, name == HIDDEN, seconds) for name in students),
        reference=Phase(reference.name, True, longest) if reference else None,
    )
    spec = _judge(job, orders, channel, longest, command)
    bench.start(spec, stdout=findings.write)


def _judge(
    job: Job, orders: Orders, channel: Path, longest: float, command: str
) -> StageSpec:
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
            *("python", "-m", "graders.judge", command),
            *("{orders}", "{lab}", "{channel}"),
        ),
        limits=mounts.with_seconds(mounts.JUDGE_LIMITS, longest + SPARE_S),
        folders=folders,
        env=mounts.PYTHONPATH,
        channel=channel,
    )


def _within(spec: StageSpec, seconds: float) -> StageSpec:
    """The same stage; its own clock is the last resort, the judge's counts."""
    return replace(spec, limits=mounts.with_seconds(spec.limits, seconds))


def end_of(bench: Bench, step: Step, findings: Findings) -> StageEnd:
    """The judge is done: so is the student's side, whatever it still does."""
    state = findings.phases.get(step.name, "")
    if state.endswith("gone"):
        bench.wait_a_little(step.name, OWN_CAUSE_S)
    bench.kill(step.name)
    told = Cause.TIMEOUT if state.endswith("timeout") else None
    end = bench.finish(step.name, told=told)
    if not state and end.cause in (Cause.EXITED, Cause.KILLED):
        bench.leave_out(step.name)
    return end


def show(bench: Bench, name: str, state: str) -> None:
    """Tell the live page which phase the judge is at."""
    if name in (PUBLIC, HIDDEN):
        bench.say(name, "running" if state == "running" else "done")


def ending_of(
    bench: Bench,
    findings: Findings,
    judge: StageEnd,
    ends: Mapping[str, StageEnd],
    words: Words = WORDS,
) -> Ending:
    """Whose move it is, from how the judge and each student stage ended."""
    if bench.is_cancelled:
        return ending.CANCELLED
    if broken := ending.broken_judge(judge, findings):
        return broken
    if findings.ungradable:
        return _ungradable(findings)
    for name, end in ends.items():
        asked_s = findings.asked_s.get(name)
        if found := _stopped(bench, end, asked_s, words.program):
            return found
        if found := _unloaded(findings.phases.get(name, ""), words):
            return found
    if findings.note:
        return Ending(Outcome.GRADED, *findings.note)
    return ending.GRADED


def _stopped(
    bench: Bench, end: StageEnd, asked_s: float | None, what: str
) -> Ending | None:
    """The ending of a stage that did not end by itself, be it for its neighbours."""
    limits, crowded = mounts.student_limits(bench.job.lease.limits), is_crowded()
    busy_s = asked_s or limits.seconds
    found = starved(end, what, crowded=crowded, busy_s=busy_s)
    return found or ending.killed(end, what, limits)


def _ungradable(findings: Findings) -> Ending:
    sentence, hint = findings.ungradable or ("", "")
    is_slow = "load_slow" in findings.phases.values()
    outcome = Outcome.TIMEOUT if is_slow else Outcome.UNGRADABLE
    return Ending(outcome, sentence, hint)


def _unloaded(state: str, words: Words) -> Ending | None:
    if state == "load_absent":
        return Ending(
            Outcome.LAB_BROKEN,
            ending.BROKEN,
            staff_note="The student's container never connected: look at the image.",
        )
    if state.startswith("load_"):
        return Ending(Outcome.UNGRADABLE, words.unloaded, words.unloaded_hint)
    return None
