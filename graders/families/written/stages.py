"""The containers of the written family, each as a StageSpec."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from graders.families import mounts
from graders.families.job import Job
from graders.sandbox.stage import Collect, Limits, Side, StageSpec

READ = "read.json"
SKETCH = "sketch.json"
KEY = "hidden/answers.toml"
READING_S = 30.0
INSIDE = Path(__file__).parent / "inside"
NAME = "written"  # how the code of `inside` is imported in containers


def copy_code(work: Path, name: str) -> Path:
    """Our packages, and this family's own beside them."""
    folder = mounts.copy_code(work, name, mounts.JUDGE_CODE)
    mounts.add_code(folder, NAME, INSIDE)
    return folder


def handed_on(work: Path, read: Path) -> Path:
    """A folder with what the reading stage made of the files, for the judge."""
    folder = mounts.make_folder(work, "read")
    shutil.copyfile(read, folder / READ)
    (folder / READ).chmod(0o644)
    return folder


def reading(job: Job, code: Path, orders: Path) -> StageSpec:
    """Opens every file with a student's rights: a broken parser reveals nothing."""
    return StageSpec(
        name="reading",
        side=Side.STUDENT,
        image=job.lease.image,
        argv=_program("reading", "{orders}", "{files}", "{out}"),
        limits=_limits(job),
        folders={"assay": code, "orders": orders, "files": job.submission},
        env=mounts.PYTHONPATH,
        collect=Collect((READ,), 4),
    )


def judge(job: Job, code: Path, orders: Path, read: Path) -> StageSpec:
    """Counts and compares plain text; never meets a file of a student's."""
    return StageSpec(
        name="judge",
        side=Side.JUDGE,
        image=job.lease.judge_image,
        argv=_program("judging", "{orders}", "{lab}", "{read}", "{out}"),
        limits=replace(mounts.JUDGE_LIMITS, out_mib=4),
        folders={"assay": code, "orders": orders, "read": read, "lab": job.judge},
        env=mounts.PYTHONPATH,
        collect=Collect((SKETCH,), 1),
    )


def _limits(job: Job) -> Limits:
    limits = mounts.student_limits(job.lease.limits)
    return replace(limits, seconds=min(READING_S, limits.seconds), out_mib=8)


def _program(*words: str) -> tuple[str, ...]:
    return ("python", "-m", NAME, *words)
