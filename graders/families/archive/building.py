"""Builds the sealed image of one assignment's autograder."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from graders.families.archive.identity import FOLDER, RECIPE, ZIP, image_name
from graders.families.archive.unpacking import ArchiveError, Member, read_archive
from graders.sandbox.docker_backend import DockerSandbox
from graders.sandbox.images import LabImages
from graders.spec import AssignmentSpec

BASE = "gradescope"
Progress = Callable[[str], None]


@dataclass(frozen=True)
class Sealed:
    """What was asked for, and whether it had to be built."""

    image: str
    is_new: bool


def build(spec: AssignmentSpec, sandbox: DockerSandbox, progress: Progress) -> Sealed:
    """Run setup.sh once, with a network; raise ArchiveError or SandboxError."""
    try:
        name = image_name(spec.grade.image, spec.files)
    except ValueError as error:
        raise ArchiveError(str(error)) from error
    if sandbox.is_present(name):
        return Sealed(name, is_new=False)
    if not sandbox.is_present(spec.grade.image):
        sandbox.build(spec.grade.image, progress)
    members = read_archive(source_of(spec.folder))
    with tempfile.TemporaryFile() as context:
        write_context(context, members)
        context.seek(0)
        base = LabImages().tag(spec.grade.image)
        sandbox.build_context(name, context, {"BASE": base}, progress)
    return Sealed(name, is_new=True)


def source_of(assignment: Path) -> Path:
    """The assignment's zip, or its unpacked folder."""
    place = assignment / ZIP
    return place if place.is_file() else assignment / FOLDER


def write_context(target: IO[bytes], members: list[Member]) -> None:
    """Everything a build needs, as one tar; times are left out."""
    with tarfile.open(fileobj=target, mode="w") as tar:
        for name in ("Dockerfile", "seal.py"):
            _add(tar, Member(name, 0o644, (RECIPE / name).read_bytes()))
        for member in members:
            inner = f"source/{member.path}"
            _add(tar, Member(inner, member.mode, member.content))


def _add(tar: tarfile.TarFile, member: Member) -> None:
    info = tarfile.TarInfo(member.path)
    info.size, info.mode = len(member.content), member.mode
    tar.addfile(info, io.BytesIO(member.content))
