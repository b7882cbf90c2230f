"""A course as nbgrader keeps it, and what `otter assign` makes, both in small."""

import json

import pytest

SOLUTION = """def square(x):
    ### BEGIN SOLUTION
    return x * x
    ### END SOLUTION"""
TESTS = """assert square(2) == 4
### BEGIN HIDDEN TESTS
assert square(-3) == 9
### END HIDDEN TESTS"""


def cell(kind, source, **about):
    found = {"cell_type": kind, "source": source, "metadata": {}}
    if about:
        found["metadata"] = {"nbgrader": {"schema_version": 3, **about}}
    if kind == "code":
        found |= {"outputs": [{"output_type": "stream"}], "execution_count": 3}
    return found


def notebook(*cells, **metadata):
    kernel = {"name": "python3", "language": "python", "display_name": "Python 3"}
    return {
        "cells": list(cells),
        "metadata": {"kernelspec": kernel, **metadata},
        "nbformat": 4,
        "nbformat_minor": 0,
    }


@pytest.fixture(autouse=True)
def plain_settings():
    """These tests know nothing of the portal."""


@pytest.fixture
def nbgrader_course(tmp_path):
    """One assignment: a solution, two tests, one answer in words."""
    folder = tmp_path / "course/source/ps1"
    folder.mkdir(parents=True)
    whole = notebook(
        cell("markdown", "# Squares", grade_id="intro", locked=True),
        cell("code", "import math"),
        cell("code", SOLUTION, grade_id="square", solution=True),
        cell("code", TESTS, grade_id="test_square", grade=True, points=3),
        cell("code", "assert square(0) == 0", grade_id="Zero!", grade=True, points=1),
        cell("markdown", "Why.", grade_id="why", grade=True, solution=True, points=2),
    )
    (folder / "problem1.ipynb").write_text(json.dumps(whole))
    (folder / "data.csv").write_text("1\n")
    return tmp_path / "course"


@pytest.fixture
def otter_dist(tmp_path):
    """One question of two points, half of them hidden."""
    shown = {"code": ">>> total\n6", "hidden": False, "locked": False}
    hidden = {"code": ">>> assert total % 2 == 0", "hidden": True, "locked": False}
    begin = 'import otter\ngrader = otter.Notebook("lab.ipynb")'
    for name, answer, cases in (
        ("student", "total = ...", [shown]),
        ("autograder", "total = 6", [shown, hidden]),
    ):
        test = {"name": "q1", "points": 2, "suites": [{"cases": cases, "setup": ""}]}
        whole = notebook(
            {**cell("code", begin), "metadata": {"editable": False}, "id": "a1"},
            {**cell("code", answer), "id": "a2"},
            {**cell("code", 'grader.check("q1")'), "id": "a3"},
            otter={"OK_FORMAT": True, "tests": {"q1": test}},
        )
        (tmp_path / "dist" / name).mkdir(parents=True)
        (tmp_path / "dist" / name / "lab.ipynb").write_text(json.dumps(whole))
    return tmp_path / "dist"
