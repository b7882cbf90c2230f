"""The containers of the container family, each as a StageSpec."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from graders.families import mounts
from graders.families.job import Job
from graders.sandbox.stage import Collect, Limits, Side, StageSpec

ANSWER = "read.json"
READING_S = 30.0
INSIDE = Path(__file__).parent / "inside"
NAME = "container"  # how the code of `inside` is imported in containers


def copy_code(work: Path, name: str, packages: tuple[str, ...]) -> Path:
    """Our packages, and this family's own beside them."""
    folder = mounts.copy_code(work, name, packages)
    mounts.add_code(folder, NAME, INSIDE)
    return folder


def reading(job: Job, code: Path, orders: Path, files: Path) -> StageSpec:
    """Parses every file with a student's rights: a broken parser reveals nothing."""
    return StageSpec(
        name="reading",
        side=Side.STUDENT,
        image=job.lease.image,
        argv=_program("reading", "{orders}", "{files}", "{out}"),
        limits=_limits(job),
        folders={"assay": code, "orders": orders, "files": files},
        env=mounts.PYTHONPATH,
        collect=Collect((ANSWER,), 1),
    )


def advising(job: Job, name: str, code: Path, orders: Path, files: Path) -> StageSpec:
    """Applies the general rules at a student's home."""
    return StageSpec(
        name=name,
        side=Side.STUDENT,
        image=job.lease.image,
        argv=_program("advising", "{orders}", "{files}"),
        limits=_limits(job),
        folders={"assay": code, "orders": orders, "files": files},
        env=mounts.PYTHONPATH,
    )


def judge(job: Job, code: Path, orders: Path, files: Path) -> StageSpec:
    """Applies the assignment's rules, and replays what was handed in."""
    return StageSpec(
        name="judge",
        side=Side.JUDGE,
        image=job.lease.judge_image,
        argv=_program("judging", "{orders}", "{lab}", "{files}"),
        limits=mounts.JUDGE_LIMITS,
        folders={"assay": code, "orders": orders, "files": files, "lab": job.judge},
        env=mounts.PYTHONPATH,
    )


def _limits(job: Job) -> Limits:
    limits = mounts.student_limits(job.lease.limits)
    return replace(limits, seconds=min(READING_S, limits.seconds), out_mib=4)


def _program(*words: str) -> tuple[str, ...]:
    return ("python", "-m", NAME, *words)
