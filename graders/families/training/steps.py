"""The stages of a training job, in the order that people see."""

from __future__ import annotations

from graders.families.bench import Step
from graders.families.job import Job
from graders.families.training import stages
from graders.sandbox.stage import Side

PREPARE = Step("prepare", "The judge draws hidden inputs", Side.JUDGE)
PRACTISE = Step("prepare", "The judge draws what to practise on", Side.JUDGE)
INSPECT = Step("inspect", "The judge looks at models of cut trainings", Side.JUDGE)
REHEARSE = Step("rehearse", "Predict the public example", Side.STUDENT, is_public=True)
SCORE = Step("score", "The judge scores the predictions", Side.JUDGE)
PLAY = Step("score", "The judge plays and scores", Side.JUDGE)
COMPARE = Step("score", "The judge scores the saved models", Side.JUDGE)


def steps(job: Job) -> list[Step]:
    """Every stage that this assignment may have."""
    answers = stages.answers(job)
    inspect = [INSPECT] if stages.option(job, "checkpoints") else []
    begin = [*_prepare(job, answers), *_trains(job), *inspect]
    if answers == "act":
        return [*begin, *_acts(job), PLAY]
    if answers == "model":
        return [*begin, COMPARE]
    has_example = (job.public / stages.EXAMPLE).is_file()
    rehearse = [REHEARSE] if has_example else []
    return [*begin, *rehearse, *_predicts(job), SCORE]


def _prepare(job: Job, answers: str) -> list[Step]:
    if answers == "predict":
        return [PREPARE]
    return [PRACTISE] if stages.option(job, "practice") else []


def _numbers(job: Job) -> range:
    return range(1, len(job.lease.seeds) + 1)


def _trains(job: Job) -> list[Step]:
    count = len(job.lease.seeds)
    return [
        Step(f"train-{k}", f"Training {k} of {count}", Side.STUDENT, is_public=True)
        for k in _numbers(job)
    ]


def _predicts(job: Job) -> list[Step]:
    return [
        Step(f"predict-{k}", f"Predict hidden inputs, model {k}", Side.STUDENT)
        for k in _numbers(job)
    ]


def _acts(job: Job) -> list[Step]:
    return [
        Step(f"act-{k}", f"Act in hidden episodes, model {k}", Side.STUDENT)
        for k in _numbers(job)
    ]
