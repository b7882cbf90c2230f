"""What a student can run again at home: the trainings, and the public example.

A training that practises on what a judge drew gets the same from a portal's bundle, and
without one the public example of it, which no model is graded on.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from graders.families import ending, mounts
from graders.families.bench import Bench
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.families.training import predicting, stages
from graders.families.training.desk import Desk, Stop
from graders.families.training.preparing import data_with
from graders.families.training.steps import steps
from graders.protocol import Outcome, Report
from graders.sandbox.stage import Sandbox

DRAWN = "Its trainings practise on what the judge draws, and the judge is not here."
BUNDLE = "The bundle of a graded submission has what was drawn for it."
EXAMPLE = "Practised on the public practice.npz; a grading draws another each time."


def rehearse(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Run the public stages with the seeds of the lease; nothing is judged."""
    planned = [step for step in steps(job) if step.is_public]
    with Bench(job, sandbox=sandbox, feed=feed, steps=planned) as bench:
        try:
            reason = _run(bench)
        except Stop as stop:
            reason = stop.reason
        return ending.report(bench, reason, sandbox=sandbox)


def _run(bench: Bench) -> Ending:
    job = bench.job
    if missing := job.missing_files():
        raise Stop(ending.missing_files(missing))
    answers = mounts.make_folder(job.work, "answers")
    desk = Desk(bench, Findings(), job.work, answers)
    for k, seed in enumerate(job.lease.seeds, 1):
        _train(desk, k, seed)
    if stages.answers(job) == "predict":
        predicting.rehearse(desk)
    drawn = job.public / stages.practice_name(1)
    if stages.option(job, "practice") and not drawn.is_file():
        return Ending(Outcome.GRADED, EXAMPLE)
    return ending.GRADED


def _train(desk: Desk, k: int, seed: int) -> None:
    name = f"train-{k}"
    on_metrics = desk.bench.open_log(f"metrics-{k}")
    data = _data(desk, k)
    spec = stages.train(desk.job, name, seed, data=data, on_metrics=on_metrics)
    desk.bench.start(spec)
    end = desk.bench.finish(name)
    what = f"train.py (training {k} of {desk.count}, seed {seed})"
    desk.stop_if_bad(name, end, what, stages.MODEL)
    model = end.collected[stages.MODEL]
    desk.bench.keep(f"model-{k}.npz", model)
    kept = mounts.make_folder(desk.answers, str(k))
    shutil.copyfile(model, kept / stages.MODEL)


def _data(desk: Desk, k: int) -> Path:
    job = desk.job
    if not stages.option(job, "practice"):
        return job.public
    drawn = job.public / stages.practice_name(k)
    if drawn.is_file():
        return data_with(job, k, drawn)
    if (job.public / stages.PRACTICE).is_file():
        return job.public
    raise Stop(Ending(Outcome.UNGRADABLE, DRAWN, BUNDLE))
