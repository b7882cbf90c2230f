"""What a student can run again at home: readiness, public requests, a short load.

The public requests are those of `starter/data/requests.json`, where an assignment has
it; the ready path otherwise. What the answers must be is the judge's to know.
"""

from __future__ import annotations

from dataclasses import replace

from graders.families import ending, mounts
from graders.families.bench import Bench
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.families.serving import stages
from graders.families.serving.plan import OWN_CAUSE_S, PEAK_MEMORY, refusal
from graders.families.serving.stages import HOME
from graders.protocol import Measurement, Outcome, Report
from graders.sandbox.stage import Sandbox, StageEnd

LOAD_S = 180.0  # for the requests and the load; far more than they take


def rehearse(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Start the server as a grading would, and ask it what is public."""
    if not sandbox.joins_networks:
        return refusal(job, sandbox)
    findings = Findings()
    steps = HOME.steps(has_redis=stages.has_redis(job))
    with Bench(job, sandbox=sandbox, feed=feed, steps=steps) as bench:
        reason = _run(bench, findings)
        return ending.report(bench, reason, sandbox=sandbox, findings=findings)


def _run(bench: Bench, findings: Findings) -> Ending:
    job = bench.job
    if missing := job.missing_files():
        return ending.missing_files(missing)
    limit_s = float(job.lease.options["ready_s"]) + LOAD_S
    _start(bench, findings, limit_s)
    asked = bench.finish(HOME.asking.name)
    if asked.exit_code != 0:
        bench.wait_a_little(HOME.server.name, OWN_CAUSE_S)
    server = _stop(bench)
    limits = replace(stages.server_limits(job), seconds=limit_s)
    if found := ending.killed(server, "Your server", limits):
        return found
    if asked.exit_code != 0 or not findings.is_complete:
        last = bench.last_line(HOME.asking.name) or "The requests were not sent."
        return Ending(
            Outcome.UNGRADABLE, last, "The logs of both have the whole story."
        )
    if server.peak_memory_mib is not None:
        peak = server.peak_memory_mib
        findings.measurements.append(
            Measurement(PEAK_MEMORY, peak, unit="MiB", repeats=(peak,))
        )
    return ending.GRADED


def _start(bench: Bench, findings: Findings, limit_s: float) -> None:
    job = bench.job
    load_code = mounts.copy_code(job.work, "load-code", (*mounts.LOAD_CODE, "measure"))
    spec = stages.trying(job, HOME.asking, load_code, limit_s)
    bench.start(spec, stdout=findings.write)
    network = bench.running(HOME.asking.name)
    if stages.has_redis(job):
        bench.start(stages.redis(HOME.redis, network, limit_s))
    code = mounts.copy_code(job.work, "student-code", ("harness",))
    bench.start(stages.server(job, HOME.server, network, code, limit_s))


def _stop(bench: Bench) -> StageEnd:
    names = [step.name for step in HOME.steps(has_redis=stages.has_redis(bench.job))]
    for name in names:
        bench.kill(name)
    ends = {n: bench.finish(n) for n in names if n != HOME.asking.name}
    return ends[HOME.server.name]
