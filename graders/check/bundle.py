"""Reads a bundle that a portal made of one submission: spec, files, seeds, image."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

from graders.check.handed_in import RefusedError
from graders.spec import AssignmentSpec, load_assignment, spec_from_json

FILE = "assay.json"
PRACTICE = "practice/practice-*.npz"
FORMAT = 1
LARGEST_BYTES = 4 * 2**20
NO_JUDGE = "A bundle has no judge: it can run what is public only; say --only-public."


@dataclass(frozen=True)
class Source:
    """What is to be run: an assignment, what was handed in, whether a judge is here."""

    spec: AssignmentSpec
    submission: Path
    is_bundle: bool

    @property
    def practice(self) -> tuple[Path, ...]:
        """What was drawn for its trainings; it belongs among the public data."""
        found = self.spec.folder.glob(PRACTICE) if self.is_bundle else ()
        return tuple(sorted(p for p in found if p.is_file() and not p.is_symlink()))


def read_source(assignment: Path, submission: Path | None) -> Source:
    """Read an assignment's folder and a submission's, or a bundle that has both.

    Raise RefusedError or SpecError in words.
    """
    if (assignment / FILE).is_file():
        folder = submission or assignment / "submission"
        return Source(_bundled(assignment), folder, is_bundle=True)
    if submission is None:
        raise RefusedError("Say which folder was handed in, after the assignment's.")
    return Source(load_assignment(assignment), submission, is_bundle=False)


def _bundled(folder: Path) -> AssignmentSpec:
    path = folder / FILE
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ValueError("it is too large")
        raw = json.loads(path.read_text("utf-8"))
        if raw["format"] != FORMAT:
            raise ValueError(f"its format is {raw['format']!r}, not {FORMAT}")
        return replace(spec_from_json(raw["spec"]), folder=folder)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise RefusedError(f"{path} is no bundle of ours: {error}") from error
