"""Takes in what `otter assign` made: the student's notebook, and its doctest tests."""

from __future__ import annotations

import ast
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from graders.importing import notebooks
from graders.importing.folder import Draft, DraftCheck, ImportRefusedError, slug_of
from graders.importing.nbgrader import MASTER, grade_table
from graders.importing.notebooks import Cell, Marks

CHECK = re.compile(r"grader\.check\(\s*['\"]([^'\"]+)['\"]\s*\)")
BEGIN = """# Stands in for Otter: its tests run below, in the cells that called them.
import doctest as _doctest


class _Grader:
    def __getattr__(self, name):
        return lambda *given, **named: None


def _assay_passes(source, is_shown):
    test = _doctest.DocTestParser().get_doctest(source, globals(), "test", None, 0)
    say = (lambda text: print(text, end="")) if is_shown else (lambda text: None)
    return not _doctest.DocTestRunner(verbose=False).run(test, out=say).failed


grader = _Grader()
"""
ZIP_INSTEAD = "Take the zip in as it is: python -m graders import gradescope ZIP"
PEOPLE = (
    "Otter keeps no points of questions that people grade; add a check with a rubric "
    "for each of them."
)
SEEN = (
    "Tests run in the student's process, as in Otter: hidden ones can be read there. "
    "Move those that matter to judge.py."
)
Tests = Mapping[str, Mapping[str, Any]]


def drafts(place: Path) -> list[Draft]:
    """The one assignment in a folder with autograder/ and student/."""
    staff, student = (_only(place / name) for name in ("autograder", "student"))
    notebook, solved = notebooks.read(student), notebooks.read(staff)
    tests = _tests(staff, solved)
    if not tests:
        raise ImportRefusedError(f"{staff} has no tests. {ZIP_INSTEAD}")
    marks, checks = Marks(), []
    taken: set[str] = set()
    bodies: dict[str, str] = {}
    for name, test in tests.items():
        made, bodies[name] = _question(name, test, marks, taken)
        checks += made
    file = re.sub(r"[^A-Za-z0-9_.-]", "-", student.name)
    master = _master(notebook["cells"], bodies)
    has_people = any("BEGIN QUESTION" in cell["source"] for cell in notebook["cells"])
    return [
        Draft(
            slug=slug_of(student.stem),
            title=student.stem,
            text=f"Work in `{file}`, from top to bottom, and hand it in.",
            grade=grade_table(file),
            submit={"files": [file], "max_mib": 10},
            checks=checks,
            files={
                f"starter/{file}": notebooks.written(notebook, notebook["cells"]),
                f"reference/{file}": notebooks.written(solved, solved["cells"]),
                MASTER: notebooks.written(notebook, master),
                "judge.py": marks.judge("otter", "Otter"),
            },
            notes=[*([PEOPLE] if has_people else []), SEEN],
        )
    ]


def _only(folder: Path) -> Path:
    found = sorted(folder.glob("*.ipynb"))
    if len(found) != 1:
        raise ImportRefusedError(
            f"{folder} must hold one notebook; name the folder that `otter assign` "
            "made, with autograder/ and student/ in it."
        )
    return found[0]


def _tests(staff: Path, notebook: Mapping[str, Any]) -> Tests:
    """The tests, from the notebook's metadata or from the autograder's zip."""
    about = notebook["metadata"].get("otter", {})
    if about.get("tests"):
        if about.get("OK_FORMAT") is False:
            raise ImportRefusedError(f"Its tests are not doctests. {ZIP_INSTEAD}")
        found: Tests = about["tests"]
        return found
    zips = sorted(staff.parent.glob("*.zip"))
    return _zipped(zips[-1]) if zips else {}


def _zipped(place: Path) -> Tests:
    """Each tests/NAME.py as the literal it assigns; nothing of it is run."""
    found = {}
    try:
        with zipfile.ZipFile(place) as archive:
            for info in archive.infolist():
                name = re.fullmatch(r"tests/([\w-]+)\.py", info.filename)
                if name and info.file_size < 2**20:
                    found[name[1]] = _literal(archive.read(info).decode("utf-8"))
    except (zipfile.BadZipFile, ValueError, SyntaxError, OSError) as error:
        said = f"The tests in {place.name} cannot be read: {error}. {ZIP_INSTEAD}"
        raise ImportRefusedError(said) from error
    return found


def _literal(source: str) -> Mapping[str, Any]:
    for statement in ast.parse(source).body:
        if (
            isinstance(statement, ast.Assign)
            and ast.unparse(statement.targets[0]) == "test"
        ):
            found = ast.literal_eval(statement.value)
            if isinstance(found, dict):
                return found
    raise ValueError("a test that is not written as a dictionary")


def _question(
    name: str, test: Mapping[str, Any], marks: Marks, taken: set[str]
) -> tuple[list[DraftCheck], str]:
    """The checks of one question, and the cell that runs its cases."""
    try:
        cases = [
            _case(suite, case) for suite in test["suites"] for case in suite["cases"]
        ]
        worth = _points(test.get("points"), len(cases))
    except (KeyError, TypeError, ValueError) as error:
        raise ImportRefusedError(f"The test {name} is odd: {error}") from error
    checks, lines = [], []
    for is_hidden in (False, True):
        chosen = [
            (c, p) for (c, h), p in zip(cases, worth, strict=True) if h is is_hidden
        ]
        points = sum(p for _, p in chosen)
        if not chosen or points <= 0:
            continue
        check = slug_of(f"{name}-hidden" if is_hidden else name, taken)
        for source, each in chosen:
            mark = marks.add(check, each)
            lines.append(f"if _assay_passes({source!r}, {not is_hidden}):\n    {mark}")
        title = f"{name}, hidden tests" if is_hidden else name
        curve = f"{{ line = [0, {points:g}] }}"
        when = "after_published" if is_hidden else "visible"
        checks.append(DraftCheck(check, title, points, curve, visibility=when))
    return checks, "\n".join(lines)


def _case(suite: Mapping[str, Any], case: Mapping[str, Any]) -> tuple[str, bool]:
    source = "\n".join(
        text for text in (suite.get("setup"), case["code"]) if text and text.strip()
    )
    return source, bool(case.get("hidden"))


def _points(points: Any, count: int) -> list[float]:
    """What each case is worth: given one by one, or shared evenly."""
    if isinstance(points, list):
        found = [float(each) for each in points]
        if len(found) != count:
            raise ValueError(f"{len(found)} points for {count} cases")
        return found
    whole = 1.0 if points is None else float(points)
    return [whole / count] * count if count else []


def _master(cells: list[Cell], bodies: Mapping[str, str]) -> list[Cell]:
    """The handed-out cells; those that called Otter run its tests themselves."""
    left = dict(bodies)
    made = []
    for cell in cells:
        calls = CHECK.findall(cell["source"]) if cell["cell_type"] == "code" else []
        if calls:
            body = "\n".join(left.pop(name, "") for name in calls)
            made.append(notebooks.locked(cell, body or "pass"))
        elif cell["cell_type"] == "code" and "otter.Notebook(" in cell["source"]:
            made.append(notebooks.locked(cell, BEGIN))
        elif cell["metadata"].get("editable") is False:
            made.append(notebooks.locked(cell))
        else:
            made.append(cell)
    if not any("_Grader" in cell["source"] for cell in made):
        made.insert(0, notebooks.locked(notebooks.code_cell("assay-begin", BEGIN)))
    for name, body in left.items():
        cell = notebooks.code_cell(f"assay-{slug_of(name)}", body)
        made.append(notebooks.locked(cell))
    return made
