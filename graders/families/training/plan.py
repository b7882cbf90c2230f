"""Trains once a seed, puts every model to use where training was not, and scores."""

from __future__ import annotations

from graders.families import ending, mounts
from graders.families.bench import Bench
from graders.families.ending import Ending
from graders.families.findings import Findings
from graders.families.job import Feed, Job
from graders.families.training import learning, predicting, scoring, stages
from graders.families.training.desk import Desk, Stop
from graders.families.training.preparing import Preparing
from graders.families.training.steps import PREPARE, steps
from graders.protocol import Report
from graders.sandbox.stage import Sandbox


def grade(job: Job, *, sandbox: Sandbox, feed: Feed) -> Report:
    """Train, use, score; stop at the first stage that makes the rest pointless."""
    findings = Findings()
    planned = steps(job)
    has_prepare = PREPARE.name in {step.name for step in planned}
    with Bench(job, sandbox=sandbox, feed=feed, steps=planned) as bench:
        try:
            reason = _run(bench, findings, has_prepare=has_prepare)
        except Stop as stop:
            reason = stop.reason
        if bench.is_cancelled:
            reason = ending.CANCELLED
        return ending.report(bench, reason, sandbox=sandbox, findings=findings)


def _run(bench: Bench, findings: Findings, *, has_prepare: bool) -> Ending:
    """Raise Stop where it ends early."""
    job = bench.job
    if missing := job.missing_files():
        raise Stop(ending.missing_files(missing))
    code = mounts.copy_code(job.work, "judge-code", mounts.JUDGE_CODE)
    desk = Desk(bench, findings, code, mounts.make_folder(job.work, "answers"))
    preparing = Preparing(desk)
    if has_prepare:
        preparing.start()
    learning.train_all(desk, preparing)
    _use(desk, preparing)
    return learning.verdict(desk)


def _use(desk: Desk, preparing: Preparing) -> None:
    answers = stages.answers(desk.job)
    if answers == "act":
        scoring.play(desk)
        return
    if answers == "predict":
        inputs = preparing.file(stages.INPUTS)
        predicting.rehearse(desk)
        predicting.predict_all(desk, inputs)
    scoring.score(desk)
