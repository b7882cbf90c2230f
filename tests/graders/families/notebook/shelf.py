"""A tiny assignment whose students hand in a notebook."""

import json
from dataclasses import dataclass
from pathlib import Path

from graders.check.local import grade_folder
from graders.spec import load_assignment

NAME = "work.ipynb"
ASSIGNMENT = """
[assignment]
slug = "tiny"
title = "Tiny"
kind = "lab"
category = "labs"
points = 10

[submit]
files = ["work.ipynb"]
optional = ["*.py", "*.ipynb"]
max_mib = 40

[grade]
family = "notebook"
image = "notebook"
tier = "T1"
seconds = {seconds}
notebook = "work.ipynb"
{more}

[[checks]]
name = "seen"
title = "Seen"
points = 5
curve = "credit"

[[checks]]
name = "unseen"
title = "Unseen"
points = 5
curve = "credit"
visibility = "hidden"
"""

JUDGE = """
from graders.judge import Notebook, expect
judge = Notebook(call_s=1.0)

@judge.check("seen")
def seen(work):
    {seen}

@judge.check("unseen")
def unseen(work):
    {unseen}
"""
SEEN = 'expect(work.double(3) == 6, "not doubled")'
UNSEEN = 'expect(work.double(-3) == -6, "not doubled")'
GOOD = "def double(x):\n    return 2 * x"


def cell(source, id="", *, kind="code", tags=(), **metadata):
    """One cell as Jupyter saves it."""
    made = {
        "cell_type": kind,
        "metadata": {"tags": list(tags), **metadata},
        "source": source.splitlines(keepends=True),
    }
    if id:
        made["id"] = id
    if kind == "code":
        made |= {"outputs": [], "execution_count": None}
    return made


def notebook(*cells, **more):
    """A notebook as Jupyter saves it; text is the source of a code cell."""
    made = [
        cell(one, f"cell-{n}") if isinstance(one, str) else one
        for n, one in enumerate(cells)
    ]
    spec = {"display_name": "Python 3", "language": "python", "name": "python3"}
    whole = {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": spec}}
    return {**whole, "cells": made, **more}


@dataclass
class Shelf:
    """One assignment on disk, and a sandbox to grade it in."""

    folder: Path
    sandbox: object

    def assignment(self, seconds=20, *, more="", seen=SEEN, unseen=UNSEEN, master=None):
        """Students hand in ``work.ipynb`` with ``double``."""
        (self.folder / "hidden").mkdir(parents=True)
        if master:
            more += '\nmaster = "hidden/master.ipynb"\n'
            path = self.folder / "hidden" / "master.ipynb"
            path.write_text(json.dumps(master))
        text = ASSIGNMENT.format(seconds=seconds, more=more)
        (self.folder / "assignment.toml").write_text(text)
        (self.folder / "judge.py").write_text(JUDGE.format(seen=seen, unseen=unseen))
        (self.folder / "README.md").write_text("# Tiny\n")
        return self

    def give(self, data):
        """Public data in ``data/numbers.txt``."""
        place = self.folder / "starter" / "data"
        place.mkdir(parents=True)
        (place / "numbers.txt").write_text(data)
        return self

    def grade(self, *cells, raw=None, name=NAME, **files):
        """Grade a notebook of ``cells``, or the bytes ``raw``."""
        handed_in = self.folder.parent / "handed-in"
        handed_in.mkdir()
        data = json.dumps(notebook(*cells)).encode() if raw is None else raw
        (handed_in / name).write_bytes(data)
        for stem, source in files.items():
            (handed_in / f"{stem}.py").write_text(source)
        return grade_folder(
            load_assignment(self.folder),
            handed_in,
            sandbox=self.sandbox,
            key=b"tests",
            logs=self.folder.parent / "logs",
        )
