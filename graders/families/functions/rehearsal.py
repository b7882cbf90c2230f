"""What a student can run again at home: whether the files import, as the judge would.

The questions are the judge's, so no function is called.
"""

from __future__ import annotations

from graders.families import ending, mounts
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.job import Feed, Job
from graders.protocol import Outcome, Report
from graders.sandbox.stage import Sandbox, Side, StageSpec

IMPORT = Step("import", "Import your files", Side.STUDENT, is_public=True)
LOAD = """
import sys
from pathlib import Path
from graders.harness.loading import LoadError, load
try:
    load(Path(sys.argv[1]), sys.argv[2:])
except LoadError as error:
    sys.exit(error.file + ", line " + str(error.line) + ": " + error.text)
print("imported " + ", ".join(sys.argv[2:]))
"""


def rehearse(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Import what was handed in, in the same image and limits."""
    with Bench(job, sandbox=sandbox, feed=feed, steps=[IMPORT]) as bench:
        return ending.report(bench, _run(bench), sandbox=sandbox)


def _run(bench: Bench) -> Ending:
    job = bench.job
    if missing := job.missing_files():
        return ending.missing_files(missing)
    files = [name for name in job.lease.required_files if name.endswith(".py")]
    limits = mounts.student_limits(job.lease.limits)
    code = mounts.copy_code(job.work, "student-code", mounts.STUDENT_CODE)
    spec = StageSpec(
        name=IMPORT.name,
        side=Side.STUDENT,
        image=job.lease.image,
        argv=("python", "-c", LOAD, "{submission}", *files),
        limits=limits,
        folders={"assay": code, "submission": job.submission},
        env=mounts.PYTHONPATH,
    )
    bench.start(spec)
    end = bench.finish(IMPORT.name)
    if found := ending.killed(end, "Your program", limits):
        return found
    if end.exit_code != 0:
        return Ending(Outcome.UNGRADABLE, bench.last_line(IMPORT.name) or "It ended.")
    return ending.GRADED
