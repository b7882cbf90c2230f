"""Notebooks as importers need them: cells with ids, locked ones, and marks they leave.

A test cell that was finished leaves a mark, a variable with a value that nobody knew
before; the judge looks for it. So a cell that did not finish is never full credit.
"""

from __future__ import annotations

import copy
import json
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graders.importing.folder import ImportRefusedError

LARGEST_BYTES = 32 * 2**20
TAG = "locked"
Cell = dict[str, Any]
JUDGE = '''"""Did the test cells finish? Made by `python -m graders import {tool}`.

They run in the student's own process, as they did in {name}: whoever looks for the
marks that they leave can fake them. A check that asks a function from here can't be
faked, see `graders/families/notebook/README.md`; change those that matter.
"""

from graders.judge import Notebook, NotebookWork, WorkError, expect

judge = Notebook(call_s=5.0)
# Of each check its parts: what it is worth, which mark it leaves, what that holds then.
PARTS = {parts}


def has_finished(work: NotebookWork, mark: str, wanted: str) -> bool:
    try:
        return bool(work.variable(mark) == wanted)
    except WorkError as error:
        if error.kind == "missing":
            return False
        raise


def add(name: str, parts: list) -> None:
    @judge.check(name)
    def points(work: NotebookWork) -> float:
        found = [worth for worth, *mark in parts if has_finished(work, *mark)]
        expect(bool(found), "Its tests did not pass; the notebook's log says which.")
        return float(sum(found))


for name, parts in PARTS.items():
    add(name, parts)
'''
ONLY_RUN = '''"""Does every cell finish? People grade the rest."""

from graders.judge import Notebook, NotebookWork

judge = Notebook(call_s=5.0)


@judge.check("ran")
def ran(work: NotebookWork) -> None:
    work.expect_ran()
'''


@dataclass
class Marks:
    """Every mark there is, by check: (points, variable, value)."""

    parts: dict[str, list[tuple[float, str, str]]] = field(default_factory=dict)

    def add(self, check: str, points: float) -> str:
        """A statement that leaves the mark of one more part of ``check``."""
        known = self.parts.setdefault(check, [])
        name = re.sub(r"\W", "_", check)
        variable = f"assay_{name}_{len(known) + 1}"
        value = secrets.token_hex(8)
        known.append((points, variable, value))
        return f"{variable} = {value!r}"

    def judge(self, tool: str, name: str) -> bytes:
        """judge.py, which looks for them; where there are none, at the cells alone."""
        if not self.parts:
            return ONLY_RUN.encode()
        rows = {
            key: [list(part) for part in parts] for key, parts in self.parts.items()
        }
        written = json.dumps(rows, indent=4, ensure_ascii=False)
        text = JUDGE.replace("{tool}", tool).replace("{name}", name)
        return text.replace("{parts}", written).encode()


def read(path: Path) -> dict[str, Any]:
    """A notebook of format 4 in Python, each cell with an id; or ImportRefusedError."""
    try:
        if path.stat().st_size > LARGEST_BYTES:
            raise ValueError("it is too large")
        raw = json.loads(path.read_text("utf-8"))
        cells = raw["cells"]
        if raw["nbformat"] != 4 or not isinstance(cells, list):
            raise ValueError("it is not of format 4; open and save it in Jupyter")
        for cell in cells:
            cell["source"] = source_of(cell)
            cell.setdefault("metadata", {})
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise ImportRefusedError(f"{path} is no notebook to import: {error}") from error
    language = raw.get("metadata", {}).get("kernelspec", {}).get("language", "python")
    if language != "python":
        raise ImportRefusedError(
            f"{path} is in {language}; only Python can be imported."
        )
    _give_ids(cells)
    return {**raw, "nbformat_minor": 5}


def source_of(cell: Cell) -> str:
    """A cell's text; files have it as lines or as one."""
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)


def _give_ids(cells: list[Cell]) -> None:
    """The same id in every copy: nbgrader's, the cell's, or its place."""
    taken: set[str] = set()
    for number, cell in enumerate(cells, 1):
        own = cell["metadata"].get("nbgrader", {}).get("grade_id") or cell.get("id")
        name = re.sub(r"[^A-Za-z0-9_-]", "-", str(own or f"cell-{number}"))[:60]
        if name in taken:
            name = f"{name[:50]}-{number}"
        taken.add(name)
        cell["id"] = name


def code_cell(name: str, source: str) -> Cell:
    """A new cell that is run."""
    return {
        "cell_type": "code",
        "id": name,
        "metadata": {},
        "source": source,
        "outputs": [],
        "execution_count": None,
    }


def locked(cell: Cell, source: str | None = None) -> Cell:
    """The same cell, put back when it was changed; perhaps with another text."""
    found = copy.deepcopy(cell)
    tags = [tag for tag in found["metadata"].get("tags", []) if tag != TAG]
    found["metadata"]["tags"] = [*tags, TAG]
    if source is not None:
        found["source"] = source
    return found


def is_locked(cell: Cell) -> bool:
    """Is it put back when it was changed?"""
    return TAG in cell["metadata"].get("tags", [])


def written(notebook: dict[str, Any], cells: list[Cell]) -> bytes:
    """A file of these cells, without anything that was printed."""
    clean = [_without_output(cell) for cell in cells]
    about = {
        key: value
        for key, value in notebook.get("metadata", {}).items()
        if key in ("kernelspec", "language_info")
    }
    whole = {"cells": clean, "metadata": about, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(whole, indent=1, ensure_ascii=False) + "\n").encode()


def _without_output(cell: Cell) -> Cell:
    kept = {key: cell[key] for key in ("cell_type", "id", "metadata", "source")}
    if "attachments" in cell:
        kept["attachments"] = cell["attachments"]
    if cell["cell_type"] == "code":
        kept |= {"outputs": [], "execution_count": None}
    return kept
