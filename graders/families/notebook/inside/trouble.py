"""What can go wrong while a notebook runs, and in which words it is told."""

import sys
from dataclasses import dataclass
from typing import Any, Dict

from .reading import Cell

SHOWN_CHARS = 48
TEXT_CHARS = 160


@dataclass(frozen=True)
class Trouble:
    """A cell that did not finish; ``kind`` is raised, slow or died."""

    cell: Cell
    kind: str
    text: str
    line: int = 0

    @property
    def sentence(self) -> str:
        """Which cell it was, in words its author finds it by."""
        line = f", line {self.line}" if self.line else ""
        said = self.text[:TEXT_CHARS].rstrip(": ")  # an error may say nothing more
        return f"{called(self.cell)}{line}: {said}"


def called(cell: Cell) -> str:
    """How people call a cell."""
    if not cell.number:
        return "The cell with the parameters of this run"
    first = next((line for line in cell.source.splitlines() if line.strip()), "")
    first = first.strip()
    shown = first if len(first) <= SHOWN_CHARS else f"{first[:SHOWN_CHARS]}…"
    return f"Code cell {cell.number} ({shown})"


def slow(cell: Cell, seconds: float) -> Trouble:
    """The cell's time was over."""
    return Trouble(cell, "slow", f"it did not finish within {seconds:g} seconds.")


def say(line: str) -> None:
    """A line for the log, whatever is in it."""
    text = line.encode("utf-8", "backslashreplace").decode()
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def error(kind: str, text: str) -> Dict[str, Any]:
    """The answer to a question that has none."""
    return {"error": {"kind": kind, "text": text[:300], "file": "", "line": 0}}
