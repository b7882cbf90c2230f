"""The identity of a sealed autograder: its base, how it is built, its files."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Protocol

from graders.sandbox.images import LabImages
from graders.spec.images import image_digest

ZIP = "hidden/autograder.zip"
FOLDER = "hidden/autograder/"
RECIPE = Path(__file__).parent / "image"
SHORT = 24


class File(Protocol):
    """A file of an assignment, in a lease or in a folder."""

    @property
    def path(self) -> str: ...

    @property
    def sha256(self) -> str: ...


def image_name(
    base: str, files: Iterable[File], images: LabImages | None = None
) -> str:
    """The image that runs these files' autograder; ValueError where there is none."""
    parts = sorted((f.path, f.sha256) for f in files if is_part(f.path))
    if not parts:
        raise ValueError(f"There is neither {ZIP} nor a folder {FOLDER} here.")
    if len(parts) > 1 and ZIP in dict(parts):
        raise ValueError(f"There are both {ZIP} and {FOLDER}; keep one of them.")
    images = images or LabImages()
    lines = [images.digest(base), image_digest(RECIPE)]
    lines += [f"{path}\0{sha256}" for path, sha256 in parts]
    whole = hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return f"archive-{whole[:SHORT]}"


def is_part(path: str) -> bool:
    """Does this file of an assignment belong to its autograder?"""
    return path == ZIP or path.startswith(FOLDER)
