"""The student's containers of the notebook family."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from graders.families import mounts
from graders.families.job import Job
from graders.families.notebook.master import read_master
from graders.protocol.calls import FRAME_BYTES
from graders.protocol.orders import Orders
from graders.sandbox.stage import Side, StageSpec

INSIDE = Path(__file__).parent / "inside"
NAME = "assay_notebook"  # how the code of `inside` is imported in containers
NO_SCREEN = {"MPLBACKEND": "agg"}
DEFAULTS: dict[str, Any] = {
    "kernel": False,
    "cell_seconds": 0.0,
    "on_error": "continue",
    "max_notebook_mib": 10.0,
}


def notebook_of(job: Job) -> str:
    """The name of the notebook that is handed in."""
    return str(job.lease.options["notebook"])


def copy_code(job: Job) -> Path:
    """What of ours the student's container may see, this family's own beside it."""
    folder = mounts.copy_code(job.work, "student-code", mounts.STUDENT_CODE)
    mounts.add_code(folder, NAME, INSIDE)
    return folder


def write_task(job: Job) -> Path:
    """Options and locked cells, nothing hidden; raise MasterError."""
    options = job.lease.options
    master = options.get("master")
    task = {key: options.get(key, default) for key, default in DEFAULTS.items()}
    task["notebook"] = notebook_of(job)
    task["locked"] = read_master(job.judge / str(master)) if master else []
    return mounts.write_orders(job.work, "task", Orders((), options=task))


def student(
    job: Job,
    name: str,
    code: Path,
    task: Path,
    *,
    command: str = "run",
    channel: Path | None = None,
) -> StageSpec:
    """Runs the notebook; with a channel it then answers the judge."""
    words: tuple[str, ...] = (command, "{task}", "{submission}", "{data}")
    if channel:
        words = (*words, "{channel}", str(FRAME_BYTES))
    return StageSpec(
        name=name,
        side=Side.STUDENT,
        image=job.lease.image,
        argv=("python", "-m", NAME, *words),
        limits=mounts.student_limits(job.lease.limits),
        folders={
            "assay": code,
            "task": task,
            "submission": job.submission,
            "data": job.public,
        },
        env={**mounts.PYTHONPATH, **NO_SCREEN},
        channel=channel,
    )
