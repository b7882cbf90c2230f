"""Notebooks of every kind, handed in; without and with a kernel."""

import json

import pytest

from graders.check import local
from graders.families import rehearse_job
from graders.judge.errors import HIDDEN_WORDS
from graders.protocol import Outcome
from tests.graders.families.notebook.shelf import GOOD, cell, notebook

KERNEL = "kernel = true"
RERUN = (
    'work.rerun(rate=5)\n    expect(work.double(2) == 10, "no")\n'
    '    expect(work.variable("rate") == 5, "no")\n'
    '    work.rerun(rate=7)\n    expect(work.double(2) == 14, "no")'
)


def found(graded):
    return {check.name: check.passed for check in graded.report.checks}


def said(graded, name):
    return next(c for c in graded.report.checks if c.name == name).evidence[0].got


@pytest.fixture(params=["", KERNEL], ids=["shell", "kernel"])
def each(request, bare):
    """Makes the assignment, once without and once with a kernel."""

    def make(more="", **rest):
        return bare.assignment(more=f"{request.param}\n{more}", **rest)

    return make


def test_a_good_notebook_gets_all_points_and_its_log_is_the_students(each):
    cells = ["print('hello')", cell("# Text", kind="markdown"), GOOD, "double(21)"]
    graded = each().grade(*cells)
    report = graded.report
    assert (report.outcome, graded.score.points) == (Outcome.GRADED, 10)
    assert [(s.name, s.is_public) for s in report.stages] == [
        ("public", True),
        ("hidden", False),
        ("judge", False),
    ]
    log = (graded.logs / "public.log").read_text()
    assert "Code cell 3 (double(21))\n42" in log
    assert "hello" in log


def test_a_cell_that_fails_costs_only_what_it_would_have_defined(each):
    graded = each().grade("x = 1\nimport nothing_here", GOOD)
    assert (graded.report.outcome, graded.score.points) == (Outcome.GRADED, 10)
    assert "1 code cell did not finish" in graded.report.sentence
    assert "Code cell 1 (x = 1), line 2: ModuleNotFound" in graded.report.sentence


def test_a_notebook_may_have_to_run_to_its_end(each):
    graded = each('on_error = "stop"').grade(GOOD, "x = 1\n1 / 0")
    assert graded.report.outcome is Outcome.UNGRADABLE
    sentence = graded.report.sentence
    assert (
        sentence == "Code cell 2 (x = 1), line 2: ZeroDivisionError: division by zero"
    )


def test_an_error_in_a_call_names_cell_and_line(each):
    graded = each().grade("x = 1", "def double(x):\n    raise ValueError('no')")
    assert said(graded, "seen") == "double raised ValueError: no (code cell 2, line 2)"
    assert said(graded, "unseen") in HIDDEN_WORDS.values()


def test_a_slow_cell_is_stopped_and_the_next_one_runs(each):
    graded = each("cell_seconds = 1.0").grade("while True: pass", GOOD)
    assert graded.score.points == 10
    assert "did not finish within 1 seconds" in graded.report.sentence


def test_each_run_with_parameters_begins_afresh(each):
    tagged = cell("rate = 2", "p", tags=["parameters"])
    counted = "import math\nmath.runs = getattr(math, 'runs', 0) + 1"
    double = "def double(x):\n    return x * rate if math.runs == 1 else 0"
    graded = each(seen=RERUN).grade(tagged, counted, double)
    assert found(graded) == {"seen": True, "unseen": True}


def test_a_slow_cell_is_a_timeout_where_every_cell_must_finish(bare):
    more = 'cell_seconds = 0.5\non_error = "stop"'
    report = bare.assignment(more=more).grade("while True: pass").report
    assert report.outcome is Outcome.TIMEOUT
    assert "did not finish within 0.5 seconds" in report.sentence


def test_all_cells_together_have_the_tiers_seconds(bare):
    report = bare.assignment(seconds=2).grade(GOOD, "while True: pass").report
    assert report.outcome is Outcome.TIMEOUT
    assert report.sentence == "Your notebook was stopped after 2 seconds."


def test_parameters_without_a_place_fail_their_check_alone(bare):
    graded = bare.assignment(seen=RERUN).grade(GOOD)
    assert found(graded) == {"seen": False, "unseen": True}
    assert said(graded, "seen") == "There is no code cell tagged `parameters`."


def test_a_run_that_fails_with_parameters_says_which_cell(bare):
    tagged = cell("rate = 2", "p", tags=["parameters"])
    graded = bare.assignment(seen=RERUN).grade(tagged, "assert rate == 2", GOOD)
    assert "Run again: Code cell 2 (assert rate == 2), line 1" in said(graded, "seen")


def test_a_check_may_ask_that_every_cell_finished(bare):
    lab = bare.assignment(seen="work.expect_ran()", unseen="work.expect_ran()")
    graded = lab.grade("1 / 0", cell("2 / 0", tags=["raises-exception"]))
    assert found(graded) == {"seen": False, "unseen": False}
    assert "Code cell 1 (1 / 0)" in said(graded, "seen")
    assert said(graded, "unseen") == "An exception in your code."


def test_a_cell_may_say_that_it_raises_or_is_not_to_be_run(bare):
    cells = [
        cell("1 / 0", tags=["raises-exception"]),
        cell("import os; os._exit(1)", tags=["skip-execution"]),
    ]
    graded = bare.assignment(seen="work.expect_ran()").grade(*cells, GOOD)
    assert (graded.score.points, graded.report.sentence) == (10, "")


@pytest.mark.parametrize("value", ["object()", "float('nan')", "[[]] * 3", "None"])
def test_a_variable_is_believed_no_more_than_an_answer(bare, value):
    seen = 'expect(work.variable("x") == 1, "wrong")'
    graded = bare.assignment(seen=seen).grade(f"x = {value}", GOOD)
    assert found(graded) == {"seen": False, "unseen": True}


def test_magics_shell_lines_and_await_work_as_in_jupyter(bare):
    cells = ["%matplotlib inline", "!echo from the shell", GOOD]
    waits = "import asyncio\nawait asyncio.sleep(0)\nprint('awaited')"
    graded = bare.assignment().grade(*cells, waits)
    assert (graded.score.points, graded.report.sentence) == (10, "")
    assert "from the shell" in (graded.logs / "public.log").read_text()


def test_public_data_and_own_modules_lie_beside_the_notebook(bare):
    reads = "from own import two\nk = int(open('data/numbers.txt').read())"
    quoted = "assert open('it\\'s \"b\".py').read() == 'x = 1'"
    lab = bare.assignment().give("1")
    cells = [reads, quoted, "def double(x):\n    return two * k * x"]
    graded = lab.grade(*cells, own="two = 2", **{'it\'s "b"': "x = 1"})
    assert (graded.score.points, graded.report.sentence) == (10, "")


def test_locked_cells_are_run_as_they_were_handed_out(bare):
    locked = cell("k = 2", "k", tags=["locked"])
    master = notebook(locked, cell("def double(x): ...", "answer"))
    handed_in = [cell("k = 4", "k"), cell("def double(x):\n    return k * x", "answer")]
    graded = bare.assignment(master=master).grade(*handed_in)
    assert graded.score.points == 10
    log = (graded.logs / "public.log").read_text()
    assert "1 locked cell had been changed; the original is run." in log


@pytest.mark.parametrize(
    ("raw", "sentence"),
    [
        (b"PK\x03\x04", "another file was renamed"),
        (json.dumps({"nbformat": 3, "worksheets": []}).encode(), "format 3"),
        (b'{"nbformat": 4, "cells": ' + b"[" * 200_000, "nested too deeply"),
        (b" " * (11 * 2**20), "larger than 10 MiB: clear all outputs"),
    ],
)
def test_what_is_no_notebook_is_ungradable_in_a_sentence(bare, raw, sentence):
    report = bare.assignment().grade(raw=raw).report
    assert report.outcome is Outcome.UNGRADABLE
    assert sentence in report.sentence
    assert report.hint


def test_a_renamed_notebook_is_told_its_name(bare):
    report = bare.assignment().grade(GOOD, name="work-Copy1.ipynb").report
    assert report.outcome is Outcome.UNGRADABLE
    assert report.sentence == "work.ipynb is missing."
    assert report.hint.startswith("Rename work-Copy1.ipynb to work.ipynb")


def test_an_error_may_say_anything_or_fail_to_say_it(bare):
    odd = "raise ValueError(chr(0xD800) + '\u202e\\n')"
    mute = "raise type('Mute', (Exception,), {'__str__': None})()"
    graded = bare.assignment().grade(odd, mute, GOOD)
    assert graded.score.points == 10
    assert graded.report.sentence.isprintable()
    assert "2 code cells did not finish" in graded.report.sentence


def test_a_name_that_cannot_be_printed_is_not_told(bare):
    report = bare.assignment().grade(GOOD, name="a\u202e\n'\".ipynb").report
    assert report.outcome is Outcome.UNGRADABLE
    assert report.sentence == "work.ipynb is missing."
    assert report.hint.isprintable()


@pytest.mark.parametrize(
    "end", ["import os; os._exit(0)", "import os, signal; os.kill(0, signal.SIGKILL)"]
)
def test_a_notebook_that_ends_python_is_ungradable(each, end):
    report = each().grade(GOOD, end).report
    assert report.outcome is Outcome.UNGRADABLE
    assert "ended the program" in report.sentence


def test_a_master_that_is_broken_is_the_labs_fault(bare):
    lab = bare.assignment(master={"cells": []})
    report = lab.grade(GOOD).report
    assert report.outcome is Outcome.LAB_BROKEN
    assert "no locked cell" in report.staff_note


def test_an_image_without_ipython_is_the_labs_fault(bare):
    lab = bare.assignment()
    toml = lab.folder / "assignment.toml"
    toml.write_text(toml.read_text().replace('image = "notebook"', 'image = "numpy"'))
    report = lab.grade(GOOD).report
    assert report.outcome is Outcome.LAB_BROKEN
    assert "no IPython" in report.staff_note


def test_what_student_code_claims_of_its_run_is_not_believed(bare):
    """The fork answers for itself; what it says is checked like anything else."""
    forge = """
        import gc, os, sys
        from graders.protocol import calls
        real = calls.frame
        def frame(message, limit=2**20):
            if isinstance(message.get("value"), list):
                message["value"] = {"tuple": [{"dict": {}}, "all fine"]}
            return real(message, limit)
        calls.frame = frame
    """
    graded = bare.assignment().grade("\n".join(x[8:] for x in forge.splitlines()), GOOD)
    assert graded.report.outcome is Outcome.UNGRADABLE
    assert graded.score.points == 0


def test_at_home_a_notebook_runs_once_without_a_judge(bare, monkeypatch):
    lab = bare.assignment()
    monkeypatch.setitem(local.grade_folder.__kwdefaults__, "run", rehearse_job)
    graded = lab.grade("print('hello')", GOOD)
    assert graded.report.outcome is Outcome.GRADED
    assert [stage.name for stage in graded.report.stages] == ["run"]
    assert "every cell finished" in (graded.logs / "run.log").read_text()


@pytest.mark.docker
@pytest.mark.parametrize("more", ["", KERNEL], ids=["shell", "kernel"])
def test_in_containers_a_notebook_runs_and_a_hoarder_is_out_of_memory(contained, more):
    lab = contained.assignment(more=f"memory_mib = 256\n{more}")
    hoards = "held = []\nwhile True: held.append(bytearray(2**24))"
    graded = lab.grade(GOOD, "print(double(1))", hoards)
    assert graded.report.outcome is Outcome.OUT_OF_MEMORY
    assert "256 MiB" in graded.report.sentence


@pytest.mark.docker
@pytest.mark.parametrize("more", ["", KERNEL], ids=["shell", "kernel"])
def test_in_containers_the_public_run_leaves_nothing_for_the_hidden_one(
    contained, more
):
    double = """
def double(x):
    import os
    if x > 0:
        for place in ("/tmp/note", "note", "/submission/note", "/data/note"):
            try:
                open(place, "w").write("seen")
            except OSError:
                pass
        return 2 * x
    return 0 if os.path.exists("/tmp/note") or os.path.exists("note") else 2 * x
"""
    assert contained.assignment(more=more).grade(double).score.points == 10


def test_every_run_draws_numbers_of_its_own(bare):
    """Although all runs are forks of one process that imported NumPy."""
    body = (
        'first = work.variable("drawn")\n    work.rerun()\n'
        '    expect(work.variable("drawn") != first, "the same again")'
    )
    draws = "import numpy as np\ndrawn = int(np.random.randint(2**31))"
    graded = bare.assignment(seen=body).grade(draws, GOOD)
    assert found(graded)["seen"]
