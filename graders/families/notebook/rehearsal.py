"""What a student can run again at home: the notebook, once, top to bottom."""

from __future__ import annotations

from dataclasses import replace

from graders.families import ending, mounts
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.job import Feed, Job
from graders.families.notebook import stages
from graders.families.notebook.plan import refused
from graders.protocol import Outcome, Report
from graders.sandbox.stage import Sandbox, Side

RUN = Step("run", "Run your notebook", Side.STUDENT, is_public=True)


def rehearse(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Run what was handed in once, in the same image and limits.

    Locked cells are taken as they are: the master is staff's.
    """
    with Bench(job, sandbox=sandbox, feed=feed, steps=[RUN]) as bench:
        reason = refused(job) or _run(bench)
        return ending.report(bench, reason, sandbox=sandbox)


def _run(bench: Bench) -> Ending:
    options = {key: v for key, v in bench.job.lease.options.items() if key != "master"}
    job = replace(bench.job, lease=replace(bench.job.lease, options=options))
    bench.start(
        stages.student(job, RUN.name, stages.copy_code(job), stages.write_task(job))
    )
    end = bench.finish(RUN.name)
    limits = mounts.student_limits(job.lease.limits)
    if found := ending.killed(end, "Your notebook", limits):
        return found
    if end.exit_code != 0:
        return Ending(Outcome.UNGRADABLE, bench.last_line(RUN.name) or "It ended.")
    return ending.GRADED
