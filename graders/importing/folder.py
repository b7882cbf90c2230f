"""Writes the folder of an imported assignment, and reads it as the portal would."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from graders.spec import AssignmentSpec, load_assignment


class ImportRefusedError(Exception):
    """Nothing was written; says what to do instead."""


@dataclass(frozen=True)
class DraftCheck:
    """A check to be, with a curve of its own or people's rubric."""

    name: str
    title: str
    points: float
    curve: str = ""  # as TOML; none for people
    rubric: str = ""
    visibility: str = "visible"


@dataclass
class Draft:
    """An assignment to be; ``notes`` say what its author still has to do."""

    slug: str
    title: str
    grade: dict[str, Any]
    submit: dict[str, Any]
    checks: list[DraftCheck]
    text: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def automatic_points(self) -> float:
        """What a reference must reach without people."""
        return sum(check.points for check in self.checks if not check.rubric)


def write(draft: Draft, folder: Path, *, category: str) -> AssignmentSpec:
    """Make ``folder``; raise ImportRefusedError where it exists, SpecError if unfit."""
    if folder.exists():
        raise ImportRefusedError(
            f"{folder} is there already; remove it, or say --into."
        )
    if not draft.checks:
        raise ImportRefusedError(f"{draft.title} has nothing that gives points.")
    files = {
        "assignment.toml": toml(draft, category).encode(),
        "README.md": readme(draft).encode(),
        "expect.toml": expectations(draft).encode(),
        **{f"{c.rubric}": rubric(c).encode() for c in draft.checks if c.rubric},
        **draft.files,
    }
    for name, content in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    for name in ("starter", "reference"):
        (folder / name).mkdir(exist_ok=True)
    return load_assignment(folder)


def toml(draft: Draft, category: str) -> str:
    """assignment.toml, as people would write it."""
    about = {
        "slug": draft.slug,
        "title": draft.title,
        "kind": "homework",
        "category": category,
        "points": sum(check.points for check in draft.checks),
    }
    parts = [
        _table("assignment", about),
        _table("submit", draft.submit),
        _table("grade", draft.grade),
        *(_check(check) for check in draft.checks),
    ]
    return "\n".join(parts)


def readme(draft: Draft) -> str:
    """What students read, until its author writes more."""
    return f"# {draft.title}\n\n{draft.text.strip()}\n"


def expectations(draft: Draft) -> str:
    """What reference and starter must score; mutants are their author's."""
    points = _number(draft.automatic_points)
    # Test cells run beside the student's: what is in them can be read there.
    given = [name for name in draft.files if name == "hidden/master.ipynb"]
    head = f"given = {json.dumps(given)}\n\n" if given else ""
    return (
        f"{head}# Write five wrong solutions below mutants/, two of them cheats.\n"
        f"[starter]\nscore = [0, {points}]\n\n"
        f"[reference]\nscore = [{points}, {points}]\n"
    )


def rubric(check: DraftCheck) -> str:
    """One criterion, by the four bands; staff may change it in the browser."""
    about = {"name": "answer", "title": check.title, "points": check.points}
    table = _table("criteria", {**about, "kind": "bands"})
    return f"[rubric]\n\n[{table.replace(']', ']]', 1)}"


def slug_of(text: str, taken: set[str] | None = None) -> str:
    """A short name for files and checks, once among ``taken``."""
    plain = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")[:50].strip("-") or "x"
    found, n = plain, 2
    while taken is not None and found in taken:
        found, n = f"{plain}-{n}", n + 1
    if taken is not None:
        taken.add(found)
    return found


def _check(check: DraftCheck) -> str:
    about: dict[str, Any] = {"name": check.name, "title": check.title[:200]}
    if check.points:
        about["points"] = check.points
    if check.rubric:
        about["rubric"] = check.rubric
    if check.visibility != "visible":
        about["visibility"] = check.visibility
    table = _table("checks", about)
    text = f"[{table.replace(']', ']]', 1)}"
    return f"{text}curve = {check.curve}\n" if check.curve else text


def _table(name: str, values: dict[str, Any]) -> str:
    lines = [f"{key} = {_value(value)}" for key, value in values.items()]
    return "\n".join([f"[{name}]", *lines, ""])


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return _number(value)
    return json.dumps(value, ensure_ascii=False)


def _number(value: float) -> str:
    return f"{round(value, 6):g}"
