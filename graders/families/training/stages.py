"""The containers of the training family, each as a StageSpec."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from pathlib import Path

from graders.families import mounts
from graders.families.job import Job
from graders.sandbox.stage import Collect, Limits, Side, StageSpec

MODEL = "model.npz"
METRICS = "metrics.jsonl"
PREDICTIONS = "predictions.npz"
INPUTS = "inputs.npz"
EXAMPLE = "example.npz"
MIB = 2**20


def train(job: Job, name: str, seed: int) -> StageSpec:
    """train.py under budget; its model and its metrics come back."""
    most = model_mib(job)
    limits = replace(student_limits(job), out_mib=max(64, 2 * most))
    return StageSpec(
        name=name,
        side=Side.STUDENT,
        image=job.lease.image,
        argv=(
            *("python", "{submission}/train.py", "--data", "{data}"),
            *("--out", "{out}", "--seed", str(seed)),
        ),
        limits=limits,
        folders={"submission": job.submission, "data": job.public},
        collect=Collect((MODEL, METRICS), most + 4),
    )


def predict(job: Job, name: str, model: Path, inputs: Path) -> StageSpec:
    """predict.py in a container that training never touched."""
    return StageSpec(
        name=name,
        side=Side.STUDENT,
        image=job.lease.image,
        argv=(
            *("python", "{submission}/predict.py", "--model", "{model}"),
            *("--inputs", f"{{inputs}}/{inputs.name}"),
            *("--out", f"{{out}}/{PREDICTIONS}"),
        ),
        limits=student_limits(job),
        folders={
            "submission": job.submission,
            "model": model,
            "inputs": inputs.parent,
        },
        collect=Collect((PREDICTIONS,)),
    )


def prepare(job: Job, code: Path, orders: Path) -> StageSpec:
    """The staff's generator makes the hidden inputs."""
    folders = {"assay": code, "orders": orders, "lab": job.judge}
    return StageSpec(
        name="prepare",
        side=Side.JUDGE,
        image=job.lease.judge_image,
        argv=_judge("prepare", "{out}"),
        limits=mounts.JUDGE_LIMITS,
        folders=folders,
        env=mounts.PYTHONPATH,
        collect=Collect((INPUTS,)),
    )


def score(job: Job, code: Path, orders: Path, answers: Path) -> StageSpec:
    """The judge reads copies of what the student's programs saved."""
    folders = {"assay": code, "orders": orders, "lab": job.judge, "answers": answers}
    return StageSpec(
        name="score",
        side=Side.JUDGE,
        image=job.lease.judge_image,
        argv=_judge("score", "{answers}"),
        limits=mounts.JUDGE_LIMITS,
        folders=folders,
        env=mounts.PYTHONPATH,
    )


def _judge(command: str, place: str) -> tuple[str, ...]:
    return ("python", "-m", "graders.judge", command, "{orders}", "{lab}", place)


def student_limits(job: Job) -> Limits:
    """The tier's, for training and predicting alike."""
    return mounts.student_limits(job.lease.limits)


def model_mib(job: Job) -> int:
    """How large a saved model may be, rounded up."""
    return ceil(float(job.lease.options.get("max_model_mib", 16)))
