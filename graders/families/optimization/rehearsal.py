"""What a student can run again at home: the inspection, then times and memory.

The supplied model is public, so the latency is a ratio here too; accuracy is measured
on hidden rows, so there is none.
"""

from __future__ import annotations

from graders.families import ending, mounts
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.families.optimization import looking, stages
from graders.families.optimization.inside import facts
from graders.families.optimization.looking import INSPECT, Seen
from graders.protocol import Measurement, Outcome, Report
from graders.sandbox.stage import Sandbox, Side

TRY = Step(
    "try",
    "Your model and the supplied one, in turn",
    Side.STUDENT,
    is_public=True,
    timed_on="cpu",
)
WHAT = "ONNX Runtime with your model"
CODE = (*mounts.JUDGE_CODE, "harness")


def rehearse(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Inspect the file, then execute it beside the supplied one; nothing is judged."""
    findings = Findings()
    with Bench(job, sandbox=sandbox, feed=feed, steps=(INSPECT, TRY)) as bench:
        reason = _run(bench, findings)
        return ending.report(bench, reason, sandbox=sandbox, findings=findings)


def _run(bench: Bench, findings: Findings) -> Ending:
    if missing := bench.job.missing_files():
        return ending.missing_files(missing)
    seen = looking.look(bench)
    if isinstance(seen, Ending):
        return seen
    findings.measurements += _sizes(seen)
    job = bench.job
    code = stages.copy_code(job.work, "try-code", CODE)
    spec = stages.trying(job, TRY.name, code, seen.model, seen.reference)
    bench.start(spec, stdout=findings.write)
    end = bench.finish(TRY.name)
    limits = mounts.student_limits(job.lease.limits)
    if found := ending.killed(end, WHAT, limits):
        return found
    if end.exit_code != 0 or not findings.is_complete:
        last = bench.last_line(TRY.name) or "it said nothing"
        return Ending(Outcome.UNGRADABLE, f"{WHAT} failed: {last}")
    return ending.GRADED


def _sizes(seen: Seen) -> list[Measurement]:
    ours, base = (facts.read(seen.facts[side]) for side in ("model", "reference"))
    size, other = float(ours.packed_bytes), float(base.packed_bytes)
    return [
        Measurement("size_bytes", size, "B", repeats=(size,), baseline=other),
        Measurement("size_ratio", size / other, repeats=(size / other,), baseline=1.0),
    ]
