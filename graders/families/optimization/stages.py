"""The containers of the optimization family, each as a StageSpec."""

from __future__ import annotations

import shutil
from pathlib import Path

from graders.families import mounts
from graders.families.job import Job
from graders.protocol.calls import FRAME_BYTES
from graders.sandbox.stage import Collect, Limits, Side, StageSpec

MODEL = "model.onnx"
FACTS = "facts.json"
INSIDE = Path(__file__).parent / "inside"
NAME = "optimization"  # how the code of `inside` is imported in containers
INSPECT_LIMITS = Limits(cores=1, seconds=30, memory_mib=768, out_mib=4)


def copy_code(work: Path, name: str, packages: tuple[str, ...]) -> Path:
    """Our packages, and this family's own beside them."""
    folder = mounts.copy_code(work, name, packages)
    mounts.add_code(folder, NAME, INSIDE)
    return folder


def copy_model(work: Path, name: str, source: Path) -> Path:
    """A folder with one model and nothing else."""
    folder = mounts.make_folder(work, name)
    shutil.copyfile(source, folder / MODEL)
    (folder / MODEL).chmod(0o644)
    return folder


def inspect(
    job: Job, code: Path, orders: Path, model: Path, reference: Path
) -> StageSpec:
    """Parses both files; holds nothing hidden, so a broken parser reveals nothing."""
    return StageSpec(
        name="inspect",
        side=Side.JUDGE,
        image=job.lease.image,
        argv=_program("inspecting", "{orders}", "{model}", "{reference}", "{out}"),
        limits=INSPECT_LIMITS,
        folders={
            "assay": code,
            "orders": orders,
            "model": model,
            "reference": reference,
        },
        env=mounts.PYTHONPATH,
        collect=Collect((FACTS,), 1),
    )


def engine(
    job: Job, name: str, code: Path, model: Path, channel: Path, seconds: float
) -> StageSpec:
    """Executes one model, with a student's rights and the tier's limits."""
    limits = mounts.student_limits(job.lease.limits)
    return StageSpec(
        name=name,
        side=Side.STUDENT,
        image=job.lease.image,
        argv=_program("engine", "{model}", "{channel}", str(FRAME_BYTES)),
        limits=mounts.with_seconds(limits, seconds),
        folders={"assay": code, "model": model},
        env=mounts.PYTHONPATH,
        channel=channel,
    )


def trying(job: Job, name: str, code: Path, model: Path, reference: Path) -> StageSpec:
    """Executes both models at a student's home, in turn and in one program."""
    return StageSpec(
        name=name,
        side=Side.STUDENT,
        image=job.lease.image,
        argv=_program("trying", "{model}", "{reference}"),
        limits=mounts.student_limits(job.lease.limits),
        folders={"assay": code, "model": model, "reference": reference},
        env=mounts.PYTHONPATH,
    )


def judge(
    job: Job, code: Path, orders: Path, channel: Path, seconds: float
) -> StageSpec:
    """Owns the clock, the inputs and the labels."""
    return StageSpec(
        name="judge",
        side=Side.JUDGE,
        image=job.lease.judge_image,
        argv=_program("judging", "{orders}", "{lab}", "{channel}"),
        limits=mounts.with_seconds(mounts.JUDGE_LIMITS, seconds),
        folders={"assay": code, "orders": orders, "lab": job.judge},
        env=mounts.PYTHONPATH,
        channel=channel,
    )


def _program(*words: str) -> tuple[str, ...]:
    return ("python", "-m", NAME, *words)
