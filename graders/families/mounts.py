"""Lays out, read-only, which of our own code a container may see."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from graders.families.compiled import copy_python
from graders.protocol import LimitsSpec, to_wire
from graders.protocol.orders import FILE, Orders
from graders.sandbox.stage import Limits

GRADERS = Path(__file__).resolve().parents[1]
STUDENT_CODE = ("protocol", "harness")
LOAD_CODE = ("protocol", "load")
JUDGE_CODE = ("protocol", "measure", "judge")
PYTHONPATH = {"PYTHONPATH": "{assay}"}
THREADS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
)
JUDGE_LIMITS = Limits(cores=1, seconds=60, memory_mib=1024, open_files=256)


def make_folder(parent: Path, name: str) -> Path:
    """A new folder that other users may read."""
    folder = parent / name
    folder.mkdir()
    folder.chmod(0o755)
    return folder


def copy_code(work: Path, name: str, packages: tuple[str, ...]) -> Path:
    """A folder with ``graders`` in it, as far as ``packages`` go."""
    folder = make_folder(work, name)
    inner = make_folder(folder, "graders")
    copy_python(GRADERS, inner, "__init__.py")
    for package in packages:
        copy_python(GRADERS / package, make_folder(inner, package))
    return folder


def add_code(folder: Path, name: str, source: Path) -> None:
    """A family's own modules beside ``graders``, imported as ``name``."""
    copy_python(source, make_folder(folder, name))


def copy_files(work: Path, source: Path) -> tuple[Path, str]:
    """Regular files, copied; and the first name that is something else."""
    folder = make_folder(work, "files")
    for path in sorted(source.rglob("*")):
        name = path.relative_to(source)
        if path.is_symlink() or not (path.is_file() or path.is_dir()):
            return folder, name.as_posix()
        target = folder / name
        if path.is_dir():
            target.mkdir(mode=0o755)
            target.chmod(0o755)
        else:
            shutil.copyfile(path, target)
            target.chmod(0o644)
    return folder, ""


def write_orders(work: Path, name: str, orders: Orders) -> Path:
    """A folder with what a judge stage must know, for judges only."""
    folder = make_folder(work, name)
    path = folder / FILE
    path.write_text(json.dumps(to_wire(orders)), encoding="utf-8")
    path.chmod(0o644)
    return folder


def thread_environment(threads: int) -> dict[str, str]:
    """What numerical libraries read; a sandbox says one unless told otherwise."""
    return dict.fromkeys(THREADS, str(threads)) if threads > 1 else {}


def student_limits(spec: LimitsSpec) -> Limits:
    """The tier's limits as the sandbox wants them."""
    return Limits(
        cores=spec.cores,
        seconds=spec.seconds,
        memory_mib=spec.memory_mib,
        pids=spec.pids,
        open_files=spec.open_files,
        file_mib=spec.file_mib,
        shm_mib=spec.shm_mib,
    )


def with_seconds(limits: Limits, seconds: float) -> Limits:
    """The same limits, other wall clock."""
    return replace(limits, seconds=seconds)
