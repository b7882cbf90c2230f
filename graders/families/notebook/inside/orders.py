"""What the container is told of the notebook: one small file, nothing hidden in it."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Tuple

from graders.protocol.orders import read_orders

from .locked import restore
from .reading import Cell, numbered, read_notebook


@dataclass(frozen=True)
class Task:
    """One notebook to run, and how."""

    submission: Path
    data: Path
    options: Dict[str, Any]

    @property
    def path(self) -> Path:
        """The notebook as it was handed in."""
        return self.submission / str(self.options["notebook"])

    @property
    def has_kernel(self) -> bool:
        """Does it run in a real kernel?"""
        return bool(self.options["kernel"])

    @property
    def cell_seconds(self) -> float:
        """The time of one cell; 0 is no limit of its own."""
        return float(self.options["cell_seconds"])

    @property
    def goes_on(self) -> bool:
        """Do the cells behind one that failed run as well?"""
        return bool(self.options["on_error"] == "continue")

    def cells(self) -> Tuple[List[Cell], List[str]]:
        """The cells to run, outputs gone, locked ones restored; and what was put right.

        Raise NotebookError.
        """
        cells = read_notebook(self.path, self.options["max_notebook_mib"])
        notes: List[str] = []
        if self.options["locked"]:
            cells, notes = restore(cells, self.options["locked"], self.path.name)
        return numbered(cells), notes


def read_task(orders: Path, submission: Path, data: Path) -> Task:
    """The task as the runner wrote it."""
    return Task(submission, data, read_orders(orders).options)


def enter(task: Task) -> Path:
    """A fresh folder to run in: what was handed in, and ``data``, as at home."""
    work = Path(os.environ["HOME"]) / f"run-{os.getpid()}"
    work.mkdir()
    for path in sorted(task.submission.iterdir()):
        (work / path.name).symlink_to(path)
    if not (work / "data").exists():
        (work / "data").symlink_to(task.data)
    os.chdir(str(work))
    sys.path.insert(0, str(work))
    return work
