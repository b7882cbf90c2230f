"""Takes in nbgrader's source notebooks: solutions, tests, tasks by their metadata."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from graders.importing import notebooks
from graders.importing.folder import Draft, DraftCheck, ImportRefusedError, slug_of
from graders.importing.notebooks import Cell, Marks

SOLUTION = ("### BEGIN SOLUTION", "### END SOLUTION")
HIDDEN = ("### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS")
SCHEME = ("=== BEGIN MARK SCHEME ===", "=== END MARK SCHEME ===")
CODE_STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
TEXT_STUB = "YOUR ANSWER HERE"
MASTER = "hidden/master.ipynb"
LARGEST_BESIDE = 20 * 2**20
TEXT = "Work in `{name}`, from top to bottom, and hand it in."
HOW = "Its test cells run again when it is graded; answers in words are read by people."
DATA = (
    "Files beside the notebook are in starter/; move those that its cells open to "
    "starter/data/, where they are found as data/NAME."
)
SEEN = (
    "Test cells run in the student's process, as in nbgrader: hidden tests can be read "
    "there. Move those that matter to judge.py."
)


@dataclass
class _Found:
    """What the cells of one notebook come to."""

    name: str
    starter: list[Cell] = field(default_factory=list)
    reference: list[Cell] = field(default_factory=list)
    master: list[Cell] = field(default_factory=list)
    checks: list[DraftCheck] = field(default_factory=list)
    marks: Marks = field(default_factory=Marks)
    taken: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def drafts(place: Path) -> list[Draft]:
    """One assignment for each notebook of a course's source/, a folder or a file."""
    files = _notebooks(place)
    if not files:
        raise ImportRefusedError(
            f"{place} holds no notebook; name a course with source/, one of its "
            "assignments, or a notebook."
        )
    found = [_draft(file) for file in files]
    whole = [draft for draft in found if draft.checks]
    if not whole:
        raise ImportRefusedError(f"No notebook in {place} has a graded cell.")
    return whole


def _notebooks(place: Path) -> list[Path]:
    if place.is_file():
        return [place]
    if (place / "source").is_dir():
        return sorted((place / "source").glob("*/*.ipynb"))
    return sorted(place.glob("*.ipynb"))


def _draft(path: Path) -> Draft:
    notebook = notebooks.read(path)
    found = _Found(path.name)
    for cell in notebook["cells"]:
        _take(cell, found)
    beside = {
        f"starter/{other.name}": other.read_bytes()
        for other in sorted(path.parent.iterdir())
        if other.is_file()
        and other.suffix != ".ipynb"
        and other.stat().st_size <= LARGEST_BESIDE
    }
    name = re.sub(r"[^A-Za-z0-9_.-]", "-", path.name)
    if found.checks and not found.marks.parts:
        found.checks.insert(0, DraftCheck("ran", "Every cell finishes", 0, '"gate"'))
    is_locked = any(notebooks.is_locked(cell) for cell in found.master)
    master = {MASTER: notebooks.written(notebook, found.master)} if is_locked else {}
    return Draft(
        slug=slug_of(f"{path.parent.name}-{path.stem}"),
        title=f"{path.parent.name}, {path.stem}",
        text=f"{TEXT.format(name=name)} {HOW}",
        grade=grade_table(name, has_master=is_locked),
        submit={"files": [name], "max_mib": 10},
        checks=found.checks,
        files={
            f"starter/{name}": notebooks.written(notebook, found.starter),
            f"reference/{name}": notebooks.written(notebook, found.reference),
            **master,
            "judge.py": found.marks.judge("nbgrader", "nbgrader"),
            **beside,
        },
        notes=[*found.notes, *([DATA] if beside else []), SEEN],
    )


def grade_table(name: str, *, has_master: bool = True) -> dict[str, object]:
    """[grade] of an imported notebook."""
    return {
        "family": "notebook",
        "image": "notebook",
        "tier": "T2",
        "notebook": name,
        **({"master": MASTER} if has_master else {}),
        "cell_seconds": 30.0,
    }


def _take(cell: Cell, found: _Found) -> None:
    about = cell["metadata"].get("nbgrader", {})
    is_graded, is_solution = bool(about.get("grade")), bool(about.get("solution"))
    if about.get("task"):
        _by_people(cell, about, found, "Task")
        _hand_out(cell, _without(cell["source"], SCHEME), found)
    elif is_graded and is_solution:
        _by_people(cell, about, found, "Answer")
        _leave_open(cell, found)
    elif is_graded:
        _test(cell, about, found)
    elif is_solution:
        _leave_open(cell, found)
    elif about.get("locked"):
        _hand_out(cell, cell["source"], found)
    else:
        found.starter.append(cell)
        found.reference.append(cell)
        found.master.append(cell)


def _test(cell: Cell, about: Cell, found: _Found) -> None:
    """A locked cell that leaves a mark behind its last line, or no mark at all."""
    points = float(about.get("points") or 0)
    whole = _unmarked(cell["source"], HIDDEN)
    shown = _without(cell["source"], HIDDEN)
    if points <= 0 or cell["cell_type"] != "code":
        found.notes.append(f"{found.name}: the test {cell['id']} gives no points.")
        _hand_out(cell, shown, found)
        return
    name = slug_of(cell["id"], found.taken)
    mark = found.marks.add(name, points)
    found.checks.append(
        DraftCheck(
            name, f"Test cell {cell['id']}", points, f"{{ line = [0, {points:g}] }}"
        )
    )
    found.starter.append({**notebooks.locked(cell, shown)})
    found.reference.append({**notebooks.locked(cell, shown)})
    found.master.append(notebooks.locked(cell, f"{whole.rstrip()}\n{mark}\n"))


def _by_people(cell: Cell, about: Cell, found: _Found, word: str) -> None:
    points = float(about.get("points") or 0)
    if points <= 0:
        return
    name = slug_of(cell["id"], found.taken)
    title = f"{word} {cell['id']}"
    found.checks.append(DraftCheck(name, title, points, rubric=f"rubric-{name}.toml"))


def _hand_out(cell: Cell, shown: str, found: _Found) -> None:
    """Locked, and alike everywhere."""
    for cells in (found.starter, found.reference, found.master):
        cells.append(notebooks.locked(cell, shown))


def _leave_open(cell: Cell, found: _Found) -> None:
    """The student writes here; what staff wrote goes to the reference only."""
    empty = {**cell, "source": _cleared(cell)}
    found.starter.append(empty)
    found.reference.append({**cell, "source": _unmarked(cell["source"], SOLUTION)})
    found.master.append(empty)


def _cleared(cell: Cell) -> str:
    stub = CODE_STUB if cell["cell_type"] == "code" else TEXT_STUB
    if SOLUTION[0] not in cell["source"]:
        return stub
    return _without(cell["source"], SOLUTION, stub)


def _without(source: str, ends: tuple[str, str], stub: str = "") -> str:
    """``source`` with each region replaced by ``stub``, as deep as the region was."""
    kept: list[str] = []
    is_inside = False
    for line in source.split("\n"):
        if ends[0] in line and not is_inside:
            is_inside = True
            depth = line[: len(line) - len(line.lstrip())]
            kept += [f"{depth}{each}" for each in stub.split("\n") if stub]
        elif ends[1] in line:
            is_inside = False
        elif not is_inside:
            kept.append(line)
    if is_inside:
        raise ImportRefusedError(f"A region that {ends[0]!r} begins is never ended.")
    return "\n".join(kept)


def _unmarked(source: str, ends: tuple[str, str]) -> str:
    """Everything, without the lines that only mark a region."""
    lines = source.split("\n")
    return "\n".join(x for x in lines if not any(mark in x for mark in ends))
