"""What a student can run again at home: reading the files, and the general rules.

The assignment's own rules are the judge's; these are ones that any of them may name.
"""

from __future__ import annotations

from graders.families import ending
from graders.families.bench import Bench, Step
from graders.families.container import stages
from graders.families.container.plan import READING, read_files
from graders.families.ending import Ending
from graders.families.job import Feed, Job
from graders.protocol import Outcome, Report
from graders.sandbox.stage import Sandbox, Side

ADVISE = Step("advise", "The general rules", Side.STUDENT, is_public=True)


def rehearse(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Read what was handed in and say what the general rules find."""
    with Bench(job, sandbox=sandbox, feed=feed, steps=(READING, ADVISE)) as bench:
        return ending.report(bench, _run(bench), sandbox=sandbox)


def _run(bench: Bench) -> Ending:
    job = bench.job
    if missing := job.missing_files():
        return ending.missing_files(missing)
    read = read_files(bench)
    if isinstance(read, Ending):
        return read
    spec = stages.advising(job, ADVISE.name, read.code, read.orders, read.files)
    bench.start(spec)
    end = bench.finish(ADVISE.name)
    if found := ending.killed(end, "Reading your files", spec.limits):
        return found
    if end.exit_code != 0:
        last = bench.last_line(ADVISE.name) or "They could not be read."
        return Ending(Outcome.UNGRADABLE, last)
    return ending.GRADED
