"""Inspects a model file, then two engines execute it and the supplied one, in turn."""

from __future__ import annotations

from graders.families import crowding, ending, mounts
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.families.optimization import looking, stages
from graders.families.optimization.looking import INSPECT, Seen
from graders.protocol import Outcome, Report
from graders.protocol.orders import Orders, Phase
from graders.sandbox.stage import Cause, Sandbox, Side, StageEnd

ENGINE = Step(
    "engine", "ONNX Runtime executes your model", Side.STUDENT, timed_on="cpu"
)
REFERENCE = Step(
    "reference",
    "ONNX Runtime executes the supplied model",
    Side.STUDENT,
    timed_on="cpu",
)
JUDGE = Step("judge", "The judge asks both in turn", Side.JUDGE)
STEPS = (INSPECT, ENGINE, REFERENCE, JUDGE)
WHAT = "ONNX Runtime with your model"
SPARE_S = 60.0  # the judge's clock counts; the containers' own is a last resort
OWN_CAUSE_S = 3.0


def grade(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Look first; execute only what is sound."""
    findings = Findings()
    with Bench(job, sandbox=sandbox, feed=feed, steps=STEPS) as bench:
        reason = _graded(bench, findings)
        if bench.is_cancelled:
            reason = ending.CANCELLED
        return ending.report(bench, reason, sandbox=sandbox, findings=findings)


def _graded(bench: Bench, findings: Findings) -> Ending:
    if missing := bench.job.missing_files():
        return ending.missing_files(missing)
    seen = looking.look(bench)
    if isinstance(seen, Ending):
        return seen
    ends = _execute(bench, findings, seen)
    return _ending(bench, findings, ends)


def _execute(bench: Bench, findings: Findings, seen: Seen) -> dict[str, StageEnd]:
    """Both engines and the judge side by side: whoever connects late is waited for."""
    job, lease = bench.job, bench.job.lease
    seconds = lease.limits.seconds
    longest = 2 * seconds + SPARE_S
    channel = mounts.make_folder(job.work, "channel")
    code = stages.copy_code(job.work, "engine-code", mounts.STUDENT_CODE)
    for step, folder in ((ENGINE, seen.model), (REFERENCE, seen.reference)):
        own = mounts.make_folder(channel, step.name)
        own.chmod(0o777)  # the judge, another user, makes its socket there
        bench.start(stages.engine(job, step.name, code, folder, own, longest))
    orders = Orders(
        lease.checks,
        hidden_seed=lease.hidden_seed,
        phases=tuple(Phase(s.name, True, seconds) for s in (ENGINE, REFERENCE)),
        options={
            **lease.options,
            "facts": seen.facts["model"],
            "float_facts": seen.facts["reference"],
        },
    )
    judge_code = stages.copy_code(job.work, "judge-code", mounts.JUDGE_CODE)
    folder = mounts.write_orders(job.work, "orders", orders)
    spec = stages.judge(job, judge_code, folder, channel, longest)
    bench.start(spec, stdout=findings.write)
    ends = {JUDGE.name: bench.finish(JUDGE.name)}
    for step in (ENGINE, REFERENCE):
        ends[step.name] = _end(bench, step, findings)
    return ends


def _end(bench: Bench, step: Step, findings: Findings) -> StageEnd:
    """The judge is done: so are the engines."""
    state = findings.phases.get(step.name, "")
    if state == "gone":
        bench.wait_a_little(step.name, OWN_CAUSE_S)
    bench.kill(step.name)
    return bench.finish(step.name, told=Cause.TIMEOUT if state == "timeout" else None)


def _ending(bench: Bench, findings: Findings, ends: dict[str, StageEnd]) -> Ending:
    if bench.is_cancelled:
        return ending.CANCELLED
    if broken := ending.broken_judge(ends[JUDGE.name], findings):
        return broken
    if findings.ungradable:
        sentence, hint = findings.ungradable
        return Ending(Outcome.UNGRADABLE, sentence, hint)
    limits = mounts.student_limits(bench.job.lease.limits)
    engine, crowded = ends[ENGINE.name], crowding.is_crowded()
    busy_s = findings.asked_s.get(ENGINE.name) or limits.seconds
    if found := crowding.starved(engine, WHAT, crowded=crowded, busy_s=busy_s):
        return found
    if found := ending.killed(engine, WHAT, limits):
        return found
    if findings.phases.get(ENGINE.name) in ("gone", "protocol"):
        said = "ONNX Runtime ended while it executed your model."
        return Ending(Outcome.UNGRADABLE, said, "Run it in the assignment's image.")
    return ending.GRADED
