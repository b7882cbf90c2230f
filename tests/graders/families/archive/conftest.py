"""Hand-written autograders, each built once, and an assignment around one of them."""

import shutil
import tempfile
from pathlib import Path

import pytest

from graders.check.local import grade_folder
from graders.families.archive.building import build
from graders.spec import load_assignment

ZIPS = Path(__file__).parent / "zips"
TOML = """
[assignment]
slug = "lab"
title = "Lab"
kind = "lab"
category = "labs"
points = 5

[submit]
files = []
optional = ["*"]

[grade]
family = "archive"
image = "gradescope"
pool = "archive"
tier = "T1"
seconds = {seconds}
memory_mib = 256
output_mib = 16

[[checks]]
name = "autograder"
title = "The autograder"
points = 5
curve = {{ line = [0, 5] }}
"""


class Shelf:
    """Assignments around the hand-written autograders."""

    def __init__(self, folder, sandbox):
        self._folder, self._sandbox = folder, sandbox
        self._built = {}

    def assignment(self, name, *, seconds=15):
        folder = self._folder / f"{name}-{seconds}"
        if not folder.is_dir():
            packed = folder / "hidden/autograder"
            packed.parent.mkdir(parents=True)
            shutil.make_archive(str(packed), "zip", ZIPS / name)
            (folder / "assignment.toml").write_text(TOML.format(seconds=seconds))
            (folder / "README.md").write_text("# Lab\n")
        return load_assignment(folder)

    def grade(self, name, files, logs, **how):
        """Build it at its first use, and grade ``files``."""
        spec = self.assignment(name, **how)
        build(spec, self._sandbox, print)
        handed_in = Path(tempfile.mkdtemp(dir=logs))
        for path, text in files.items():
            (handed_in / path).write_text(text)
        return grade_folder(
            spec, handed_in, sandbox=self._sandbox, key=b"k" * 32, logs=logs / "logs"
        )


@pytest.fixture(scope="session")
def shelf(sandbox_of, tmp_path_factory):
    return Shelf(tmp_path_factory.mktemp("shelf"), sandbox_of("docker"))


@pytest.fixture
def grade(shelf, tmp_path):
    """Grade files by the autograder of this name."""
    return lambda name, files, **how: shelf.grade(name, files, tmp_path, **how)
