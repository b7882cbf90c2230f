"""What nbgrader, Otter and Gradescope made becomes folders that the loader accepts."""

import json
import runpy
import sys
import types
import zipfile

import pytest

from graders.importing.commands import main
from graders.spec import load_assignment


def read(path):
    return json.loads(path.read_text())["cells"]


def sources(path):
    return [cell["source"] for cell in read(path)]


def ran(master, answers):
    """The names that a notebook leaves: the master's cells, some replaced by id.

    A cell that raises is left behind, as the family does it.
    """
    names = {}
    for cell in read(master):
        if cell["cell_type"] == "code":
            source = answers.get(cell["id"], cell["source"])
            try:
                exec(source, names)
            except Exception as error:
                names["last"] = error
    return names


class WorkError(Exception):
    kind = "missing"


class Work:
    """Answers for the names that a notebook left."""

    def __init__(self, names):
        self._names = names

    def variable(self, name):
        if name not in self._names:
            raise WorkError
        return self._names[name]


class Notebook:
    """Keeps the rules of the judge.py that was written last."""

    rules = {}

    def __init__(self, **limits):
        self.rules.clear()

    def check(self, name):
        return lambda rule: self.rules.setdefault(name, rule)


def expect(is_met, sentence):
    if not is_met:
        raise AssertionError(sentence)


def points(folder, names, monkeypatch):
    """What the folder's judge finds in these names, by check."""
    stub = types.SimpleNamespace(
        Notebook=Notebook, NotebookWork=Work, WorkError=WorkError, expect=expect
    )
    monkeypatch.setitem(sys.modules, "graders.judge", stub)
    runpy.run_path(str(folder / "judge.py"))
    found = {}
    for name, rule in Notebook.rules.items():
        try:
            found[name] = rule(Work(names))
        except AssertionError:
            found[name] = 0.0
    return found


@pytest.fixture
def ps1(nbgrader_course, tmp_path, capsys):
    assert main(["nbgrader", str(nbgrader_course), "--into", str(tmp_path)]) == 0
    return tmp_path / "ps1-problem1"


def test_an_nbgrader_notebook_becomes_an_assignment(ps1):
    spec = load_assignment(ps1)
    assert [(c.name, c.points, c.is_manual) for c in spec.checks] == [
        ("test-square", 3.0, False),
        ("zero", 1.0, False),
        ("why", 2.0, True),
    ]
    assert spec.grade.options["master"] == "hidden/master.ipynb"
    assert (ps1 / "starter/data.csv").is_file()


def test_a_student_gets_neither_solutions_nor_hidden_tests(ps1):
    starter = "\n".join(sources(ps1 / "starter/problem1.ipynb"))
    assert "x * x" not in starter and "square(-3)" not in starter
    assert "assay_" not in starter
    assert "    raise NotImplementedError()" in starter
    assert "YOUR ANSWER HERE" in starter
    assert "square(2) == 4" in starter
    assert "x * x" in "\n".join(sources(ps1 / "reference/problem1.ipynb"))
    assert "Why." not in "\n".join(sources(ps1 / "hidden/master.ipynb"))


def test_a_finished_test_cell_is_worth_its_points(ps1, monkeypatch):
    good = ran(ps1 / "hidden/master.ipynb", {"square": "def square(x): return x * x"})
    assert points(ps1, good, monkeypatch) == {"test-square": 3.0, "zero": 1.0}


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("def square(x): return abs(x) * x", {"test-square": 0.0, "zero": 1.0}),
        ("def square(x): raise SystemError", {"test-square": 0.0, "zero": 0.0}),
        ("pass", {"test-square": 0.0, "zero": 0.0}),
    ],
)
def test_a_cell_that_did_not_finish_is_never_full_credit(
    ps1, monkeypatch, answer, wanted
):
    names = ran(ps1 / "hidden/master.ipynb", {"square": answer})
    assert points(ps1, names, monkeypatch) == wanted


def test_what_only_people_grade_runs_all_the_same(tmp_path):
    whole = {"nbformat": 4, "metadata": {}, "cells": []}
    about = {"grade": True, "solution": True, "grade_id": "a", "points": 2}
    cell = {"cell_type": "markdown", "source": "Mine.", "metadata": {"nbgrader": about}}
    (tmp_path / "essay.ipynb").write_text(json.dumps({**whole, "cells": [cell]}))
    place = str(tmp_path / "essay.ipynb")
    assert main(["nbgrader", place, "--into", str(tmp_path / "out")]) == 0
    (folder,) = (tmp_path / "out").iterdir()
    spec = load_assignment(folder)
    assert [(c.name, c.points, c.is_manual) for c in spec.checks] == [
        ("ran", 0.0, False),
        ("a", 2.0, True),
    ]
    assert "master" not in spec.grade.options
    assert "expect_ran" in (folder / "judge.py").read_text()


def test_a_mark_cannot_be_known_before(ps1, tmp_path, nbgrader_course):
    again = tmp_path / "again"
    assert main(["nbgrader", str(nbgrader_course), "--into", str(again)]) == 0
    one, two = (p / "judge.py" for p in (ps1, again / "ps1-problem1"))
    assert one.read_text() != two.read_text()


def test_an_otter_assignment_keeps_points_by_case(otter_dist, tmp_path, monkeypatch):
    assert main(["otter", str(otter_dist), "--into", str(tmp_path)]) == 0
    folder = tmp_path / "lab"
    spec = load_assignment(folder)
    assert [(c.name, c.points, c.visibility) for c in spec.checks] == [
        ("q1", 1.0, "visible"),
        ("q1-hidden", 1.0, "after_published"),
    ]
    master = folder / "hidden/master.ipynb"
    assert "import otter" not in "\n".join(sources(master))
    assert "total % 2" not in "\n".join(sources(folder / "starter/lab.ipynb"))
    found = points(folder, ran(master, {"a2": "total = 6"}), monkeypatch)
    assert found == {"q1": 1.0, "q1-hidden": 1.0}
    found = points(folder, ran(master, {"a2": "total = 8"}), monkeypatch)
    assert found == {"q1": 0.0, "q1-hidden": 1.0}


def test_a_zip_is_taken_in_as_it_is(tmp_path):
    place = tmp_path / "hw_1.zip"
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("setup.sh", "")
        archive.writestr("run_autograder", "#!/bin/sh\n")
    assert (
        main(["gradescope", str(place), "--into", str(tmp_path), "--points", "5"]) == 0
    )
    spec = load_assignment(tmp_path / "hw-1")
    assert (spec.grade.family, spec.grade.pool, spec.points) == (
        "archive",
        "archive",
        5,
    )
    packed = tmp_path / "hw-1/hidden/autograder.zip"
    assert packed.read_bytes() == place.read_bytes()


@pytest.mark.parametrize(
    ("tool", "content", "said"),
    [
        ("nbgrader", "not json", "is no notebook to import"),
        ("nbgrader", '{"nbformat": 3, "cells": []}', "not of format 4"),
        ("nbgrader", '{"nbformat": 4, "cells": []}', "graded cell"),
        ("gradescope", "PK", "no whole zip"),
        ("otter", "", "must hold one notebook"),
    ],
)
def test_what_cannot_be_taken_in_says_why(tmp_path, capsys, tool, content, said):
    place = tmp_path / "odd.ipynb"
    place.write_text(content)
    assert main([tool, str(place), "--into", str(tmp_path)]) == 1
    assert said in capsys.readouterr().err


def test_nothing_is_overwritten(ps1, nbgrader_course, tmp_path, capsys):
    assert main(["nbgrader", str(nbgrader_course), "--into", str(tmp_path)]) == 1
    assert "is there already" in capsys.readouterr().err
