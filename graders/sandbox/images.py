"""Lab images: folders whose digest is their identity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from graders.sandbox.stage import ImageMissingError
from graders.spec.images import image_digest

DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "lab_images"
JUDGE_IMAGE = "judge"  # also runs the collector
NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
# A sealed autograder: built from an assignment, its name is its identity.
ARCHIVE = re.compile(r"archive-([0-9a-f]{24})")


@dataclass(frozen=True)
class LabImages:
    """The images of one folder; knows names and digests, builds nothing."""

    folder: Path = DEFAULT_FOLDER

    def names(self) -> tuple[str, ...]:
        """Every image there is, by name."""
        files = self.folder.glob("*/Dockerfile")
        return tuple(
            sorted(f.parent.name for f in files if NAME.fullmatch(f.parent.name))
        )

    def source(self, name: str) -> Path:
        """The folder ``name`` is built from; raise ImageMissingError."""
        folder = self.folder / name
        if not NAME.fullmatch(name) or not (folder / "Dockerfile").is_file():
            raise ImageMissingError(f"There is no lab image called {name!r} here.")
        return folder

    def digest(self, name: str) -> str:
        """The image's identity: a digest over relative names and bytes."""
        if sealed := ARCHIVE.fullmatch(name):
            return sealed[1]
        return image_digest(self.source(name))

    def tag(self, name: str) -> str:
        """What the engine calls it."""
        return f"assay/{name}:{self.digest(name)[:12]}"

    def requirements(self, name: str) -> Path:
        """Its locked Python packages."""
        return self.source(name) / "requirements.txt"


def missing(name: str) -> ImageMissingError:
    """The error that says how to get ``name``."""
    if ARCHIVE.fullmatch(name):
        return ImageMissingError(
            f"The autograder's image {name} is not built on this machine: "
            "run `python -m graders archive build ASSIGNMENT`."
        )
    return ImageMissingError(
        f"The lab image {name!r} is not built on this machine: "
        f"run `python -m graders images build {name}`."
    )
