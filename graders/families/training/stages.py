"""The containers of the training family, each as a StageSpec."""

from __future__ import annotations

from dataclasses import replace
from math import ceil
from pathlib import Path
from typing import Any

from graders.families import mounts
from graders.families.job import Job
from graders.protocol.calls import FRAME_BYTES
from graders.sandbox.stage import Collect, Limits, Side, Sink, StageSpec

MODEL = "model.npz"
METRICS = "metrics.jsonl"
PREDICTIONS = "predictions.npz"
INPUTS = "inputs.npz"
EXAMPLE = "example.npz"
PRACTICE = "practice.npz"
AGENT = "agent.py"
MIB = 2**20
# The judge's clock is the one that counts; the containers' own is only a last resort.
SPARE_S = 60.0
DEFAULTS = {"answers": "predict", "practice": False, "checkpoints": False, "ranks": 1}


def option(job: Job, name: str) -> Any:
    """What the assignment says in [grade], or its default."""
    return job.lease.options.get(name, DEFAULTS[name])


def answers(job: Job) -> str:
    """How models are put to use: predict, act or model."""
    return str(option(job, "answers"))


def practice_name(k: int) -> str:
    """What the judge calls the practice of training ``k``."""
    return f"practice-{k}.npz"


def train(job: Job, name: str, seed: int, *, data: Path, on_metrics: Sink) -> StageSpec:
    """train.py under budget; its model and metrics come back, these as they grow."""
    most = model_mib(job)
    limits = replace(student_limits(job), out_mib=max(64, 2 * most))
    ranks = int(option(job, "ranks"))
    folders = {"submission": job.submission, "data": data}
    env = {"ASSAY_SECONDS": f"{limits.seconds:g}"}
    argv: tuple[str, ...] = ("python", "{submission}/train.py")
    if ranks > 1:
        argv = ("python", "-m", "graders.harness.ranks", str(ranks), *argv[1:])
        folders["assay"] = student_code(job)
        env.update(mounts.PYTHONPATH)
    collect = Collect(
        (MODEL, METRICS),
        most + 4,
        follow=METRICS,
        on_new=on_metrics,
        counts_network=ranks > 1,
    )
    return StageSpec(
        name=name,
        side=Side.STUDENT,
        image=job.lease.image,
        argv=(*argv, "--data", "{data}", "--out", "{out}", "--seed", str(seed)),
        limits=limits,
        folders=folders,
        env=env,
        collect=collect,
    )


def student_code(job: Job) -> Path:
    """What of ours a container of the student's may see; one copy a job."""
    made = job.work / "student-code"
    if made.is_dir():
        return made
    return mounts.copy_code(job.work, "student-code", mounts.STUDENT_CODE)


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


def act(
    job: Job, name: str, model: Path, *, code: Path, channel: Path, count: int
) -> StageSpec:
    """agent.py answers the judge's observations; MODEL names the model's folder."""
    limits = student_limits(job)
    longest = count * limits.seconds + SPARE_S
    return StageSpec(
        name=name,
        side=Side.STUDENT,
        image=job.lease.image,
        argv=(
            *("python", "-m", "graders.harness", "{submission}", "{channel}"),
            *(str(FRAME_BYTES), AGENT),
        ),
        limits=mounts.with_seconds(limits, longest),
        folders={"assay": code, "submission": job.submission, "model": model},
        env={**mounts.PYTHONPATH, "MODEL": "{model}"},
        channel=channel,
    )


def prepare(job: Job, code: Path, orders: Path, names: tuple[str, ...]) -> StageSpec:
    """The staff's generators make what is hidden, and what is practised on."""
    spec = _judge(job, "prepare", code, orders, "{out}")
    return replace(spec, name="prepare", collect=Collect(names))


def inspect(job: Job, code: Path, orders: Path, answers: Path) -> StageSpec:
    """The judge says which models of cut trainings are whole."""
    spec = _judge(job, "inspect", code, orders, "{answers}")
    return replace(spec, folders={**spec.folders, "answers": answers})


def score(job: Job, code: Path, orders: Path, answers: Path) -> StageSpec:
    """The judge reads copies of what the student's programs saved."""
    spec = _judge(job, "score", code, orders, "{answers}")
    return replace(spec, folders={**spec.folders, "answers": answers})


def play(
    job: Job, code: Path, orders: Path, answers: Path, *, channel: Path
) -> StageSpec:
    """The judge asks every agent in turn; nobody else can reach its sockets."""
    spec = score(job, code, orders, answers)
    longest = len(job.lease.seeds) * job.lease.limits.seconds + 2 * SPARE_S
    return replace(
        spec,
        argv=(*spec.argv, "{channel}"),
        limits=mounts.with_seconds(spec.limits, longest),
        channel=channel,
    )


def _judge(job: Job, command: str, code: Path, orders: Path, place: str) -> StageSpec:
    return StageSpec(
        name=command,
        side=Side.JUDGE,
        image=job.lease.judge_image,
        argv=("python", "-m", "graders.judge", command, "{orders}", "{lab}", place),
        limits=mounts.JUDGE_LIMITS,
        folders={"assay": code, "orders": orders, "lab": job.judge},
        env=mounts.PYTHONPATH,
    )


def student_limits(job: Job) -> Limits:
    """The tier's, for training and for using alike."""
    return mounts.student_limits(job.lease.limits)


def model_mib(job: Job) -> int:
    """How large a saved model may be, rounded up."""
    return ceil(float(job.lease.options.get("max_model_mib", 16)))
