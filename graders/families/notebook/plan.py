"""Runs a notebook in fresh containers, then has the judge ask what it left behind."""

from __future__ import annotations

from graders.families import asking, ending, mounts
from graders.families.asking import JUDGE, Words
from graders.families.bench import Bench, Step
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.families.notebook import stages
from graders.families.notebook.master import MasterError
from graders.protocol import Outcome, Report
from graders.sandbox.stage import Sandbox, Side, StageEnd

PUBLIC = Step("public", "Your notebook, public checks", Side.STUDENT, is_public=True)
HIDDEN = Step("hidden", "Your notebook, hidden checks", Side.STUDENT)
NO_LIBRARIES = 70  # what our own program says where the image cannot run notebooks
WORDS = Words(
    program="Your notebook",
    unloaded="Your notebook ended the program while its cells ran.",
    unloaded_hint="Take out what ends Python or kills processes; the log shows the "
    "last cell that began.",
)


def grade(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Run the notebook for the public checks, and once more for the hidden ones."""
    students = asking.steps_for(job, PUBLIC, HIDDEN)
    findings = Findings()
    with Bench(job, sandbox=sandbox, feed=feed, steps=(*students, JUDGE)) as bench:
        reason = refused(job) or _graded(bench, students, findings)
        return ending.report(bench, reason, sandbox=sandbox, findings=findings)


def refused(job: Job) -> Ending | None:
    """Why nothing can be run, if that is so."""
    missing = job.missing_files()
    if not missing:
        return None
    found = ending.missing_files(missing)
    others = sorted(p.name for p in job.submission.glob("*.ipynb"))
    known = job.lease.required_files
    others = [name for name in others if name not in known and name.isprintable()]
    if stages.notebook_of(job) in missing and len(others) == 1:
        hint = f"Rename {others[0]} to {stages.notebook_of(job)}, and hand it in again."
        return Ending(found.outcome, found.sentence, hint)
    return found


def _graded(bench: Bench, students: tuple[Step, ...], findings: Findings) -> Ending:
    findings.on_phase = lambda name, state: asking.show(bench, name, state)
    job = bench.job
    try:
        task = stages.write_task(job)
    except MasterError as error:
        return Ending(Outcome.LAB_BROKEN, ending.BROKEN, staff_note=str(error))
    code = stages.copy_code(job)
    channel = mounts.make_folder(job.work, "channel")
    specs = {
        step.name: stages.student(
            job,
            step.name,
            code,
            task,
            command="answer",
            channel=asking.own_channel(channel, step.name),
        )
        for step in students
    }
    asking.start_all(bench, findings, specs, channel, command="notebook")
    judge_end = bench.finish(JUDGE.name)
    ends = {step.name: asking.end_of(bench, step, findings) for step in students}
    found = asking.ending_of(bench, findings, judge_end, ends, WORDS)
    return found if bench.is_cancelled else no_libraries(ends) or found


def no_libraries(ends: dict[str, StageEnd]) -> Ending | None:
    """The ending for an image without IPython, or without a kernel."""
    if not any(end.exit_code == NO_LIBRARIES for end in ends.values()):
        return None
    note = "The lab image has no IPython, or no nbclient and ipykernel: see the log."
    return Ending(Outcome.LAB_BROKEN, ending.BROKEN, staff_note=note)
