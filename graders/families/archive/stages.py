"""The one container of the archive family, as a StageSpec."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from graders.families import mounts
from graders.families.archive.metadata import local_metadata
from graders.families.job import Job
from graders.sandbox.stage import Collect, Side, StageSpec

NAME = "autograder"
INSIDE = Path(__file__).parent / "inside"
METADATA = "submission_metadata.json"
RESULTS, STDOUT, ENDED = "results.json", "stdout", "ended.json"
RESULTS_BYTES = 2**20
OUTPUT_MIB = 256


def autograder(job: Job) -> StageSpec:
    """run_autograder with the submission beside it, as root, in one container."""
    code = mounts.make_folder(job.work, "code")
    shutil.copyfile(INSIDE / "begin.py", code / "begin.py")
    (code / "begin.py").chmod(0o644)
    limits = mounts.student_limits(job.lease.limits)
    output_mib = int(job.lease.options.get("output_mib") or OUTPUT_MIB)
    return StageSpec(
        name=NAME,
        side=Side.SHARED,
        image=job.lease.image,
        argv=(
            *("python", "-I", "{assay}/begin.py", "{submission}", "{orders}"),
            *("{out}", str(RESULTS_BYTES)),
        ),
        limits=replace(limits, out_mib=output_mib),
        folders={
            "assay": code,
            "submission": job.submission,
            "orders": _orders(job),
        },
        collect=Collect((RESULTS, STDOUT, ENDED), 4),
    )


def _orders(job: Job) -> Path:
    folder = mounts.make_folder(job.work, "orders")
    metadata = job.lease.metadata or local_metadata(job.lease)
    path = folder / METADATA
    path.write_text(json.dumps(metadata, indent=2), encoding="utf-8")
    path.chmod(0o644)
    return folder
