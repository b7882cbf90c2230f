"""Reads a notebook that anybody may have made, or says in a sentence why it can't."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, List, Tuple

MOST_CELLS = 1000
MOST_SOURCE_BYTES = 2**20
MIB = 2**20
KINDS = ("code", "markdown", "raw")
SAVE_AGAIN = "Open it in Jupyter and save it again"
CONFLICT = ("<<<<<<< ", ">>>>>>> ")


class NotebookError(Exception):
    """Not a notebook that can be run; a sentence for the student."""


@dataclass(frozen=True)
class Cell:
    """One cell, without what it once printed.

    ``number`` counts code cells that hold something, as ``In [n]`` does after a restart
    and a run of all; 0 where there is nothing to run, or it was put in by us.
    """

    id: str
    kind: str
    source: str
    tags: Tuple[str, ...] = ()
    number: int = 0

    @property
    def is_run(self) -> bool:
        """Is there anything in it to run?"""
        return self.kind == "code" and bool(self.source.strip())


def read_notebook(path: Path, max_mib: float) -> List[Cell]:
    """The cells in order; raise NotebookError."""
    name = path.name
    size = path.stat().st_size
    if size > max_mib * MIB:
        raise NotebookError(
            f"{name} is larger than {max_mib:g} MiB: clear all outputs, save it, and "
            "hand it in again."
        )
    raw = parse(path.read_bytes(), name)
    check_format(raw, name)
    cells = raw.get("cells")
    if not isinstance(cells, list):
        raise NotebookError(f"{name} has no list of cells. {SAVE_AGAIN}.")
    if len(cells) > MOST_CELLS:
        raise NotebookError(
            f"{name} has {len(cells)} cells, and {MOST_CELLS} are allowed: take out "
            "what was only tried, and put together what belongs together."
        )
    read = [read_cell(cell, name, n) for n, cell in enumerate(cells, 1)]
    if sum(len(cell.source) for cell in read) > MOST_SOURCE_BYTES:
        raise NotebookError(
            f"The cells of {name} hold more than 1 MiB of text: read data from a file "
            "instead of writing it into a cell."
        )
    return read


def parse(data: bytes, name: str) -> Dict[str, Any]:
    """The notebook's JSON; raise NotebookError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotebookError(
            f"{name} is no notebook: it is not text in UTF-8. {SAVE_AGAIN}."
        ) from error
    if not text.strip():
        raise NotebookError(f"{name} is empty. Save it in Jupyter first.")
    try:
        raw = json.loads(text)
    except RecursionError as error:
        raise NotebookError(
            f"{name} is nested too deeply for a notebook. {SAVE_AGAIN}."
        ) from error
    except ValueError as error:
        raise NotebookError(_broken(text, name, error)) from error
    if not isinstance(raw, dict):
        raise NotebookError(f"{name} is no notebook: it holds a list or a value.")
    return raw


def _broken(text: str, name: str, error: ValueError) -> str:
    """Why it is not JSON, as far as one can guess what happened to it."""
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        if line.startswith(CONFLICT):
            return (
                f"{name} has an unsolved merge conflict in line {number}. "
                "Solve it, check that the notebook opens, and hand it in again."
            )
    if not text.lstrip().startswith("{"):
        return f"{name} is no notebook: another file was renamed. {SAVE_AGAIN}."
    line = getattr(error, "lineno", 0)
    if line >= len(lines):
        return f"{name} ends too early, as if it was cut off. {SAVE_AGAIN}."
    return f"{name} is broken in line {line} and opens nowhere. {SAVE_AGAIN}."


def check_format(raw: Dict[str, Any], name: str) -> None:
    """Raise NotebookError unless it is format 4 and written for Python."""
    version = raw.get("nbformat")
    if type(version) is not int:
        raise NotebookError(
            f"{name} is JSON, but no notebook: it has no nbformat. {SAVE_AGAIN}."
        )
    if version < 4:
        raise NotebookError(
            f"{name} is in format {version}, of years ago; format 4 is needed. "
            f"{SAVE_AGAIN}."
        )
    if version > 4:
        raise NotebookError(
            f"{name} is in format {version}, which is not known here; save it as 4."
        )
    about = _table(raw.get("metadata"))
    language = _table(about.get("kernelspec")).get("language")
    language = language or _table(about.get("language_info")).get("name") or "python"
    if not str(language).lower().startswith(("python", "ipython")):
        raise NotebookError(
            f"{name} is written for {str(language)[:40]}; only Python runs here."
        )


def read_cell(raw: Any, name: str, position: int) -> Cell:
    """One cell, in any minor version of format 4."""
    cell, where = _table(raw), f"cell {position} of {name}"
    kind, source = cell.get("cell_type"), cell.get("source", "")
    if kind not in KINDS:
        raise NotebookError(f"The {where} has no type that is known. {SAVE_AGAIN}.")
    if isinstance(source, list) and all(isinstance(line, str) for line in source):
        source = "".join(source)
    if not isinstance(source, str):
        raise NotebookError(f"The {where} holds no text. {SAVE_AGAIN}.")
    if any("\ud800" <= letter <= "\udfff" for letter in source):
        raise NotebookError(
            f"The {where} holds half a character, which nothing can run. Type anew "
            "what looks odd in it, save it, and hand it in again."
        )
    about = _table(cell.get("metadata"))
    tags = about.get("tags")
    tags = tags if isinstance(tags, list) else []
    return Cell(
        id=cell_id(cell),
        kind=kind,
        source=source,
        tags=tuple(tag for tag in tags if isinstance(tag, str)),
    )


def cell_id(cell: Dict[str, Any]) -> str:
    """What the cell is called; some programs keep that among the metadata."""
    about = _table(cell.get("metadata"))
    nbgrader = _table(about.get("nbgrader"))
    for found in (nbgrader.get("grade_id"), cell.get("id"), about.get("id")):
        if isinstance(found, str) and found:
            return found
    return ""


def numbered(cells: List[Cell]) -> List[Cell]:
    """The cells with their numbers, as after a restart and a run of all."""
    found, count = [], 0
    for cell in cells:
        count += cell.is_run
        number = count if cell.is_run else 0
        found.append(Cell(cell.id, cell.kind, cell.source, cell.tags, number))
    return found


def _table(raw: Any) -> Dict[str, Any]:
    return raw if isinstance(raw, dict) else {}
