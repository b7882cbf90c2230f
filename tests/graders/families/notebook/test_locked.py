"""Locked cells come back, whatever was done to them."""

import json

import pytest

from graders.families.notebook.inside.locked import restore
from graders.families.notebook.inside.reading import Cell, NotebookError
from graders.families.notebook.master import MasterError, read_master
from tests.graders.families.notebook.shelf import cell, notebook

MASTER = notebook(
    cell("setup", "setup", tags=["locked"]),
    cell("answer?", "answer"),
    cell("test", "test", tags=["locked"]),
    cell("more?", "more"),
    cell("text", "text", kind="markdown", tags=["locked"]),
)


@pytest.fixture
def master(tmp_path):
    path = tmp_path / "master.ipynb"
    path.write_text(json.dumps(MASTER))
    return read_master(path)


def ran(master, *pairs):
    """The sources after restoring, and what was said."""
    cells = [Cell(id, "code", source) for id, source in pairs]
    found, notes = restore(cells, master, "work.ipynb")
    return " ".join(one.source for one in found), notes


def test_a_solution_in_the_master_stays_on_the_runner(master):
    assert [one["source"] for one in master] == ["setup", None, "test", None, "text"]


def test_what_was_left_alone_runs_as_it_is(master):
    cells = [("setup", "setup"), ("answer", "mine"), ("own", "own"), ("test", "test")]
    said, _ = ran(master, *cells, ("more", "m"), ("text", "text"))
    assert said == "setup mine own test m text"


@pytest.mark.parametrize(
    ("pairs", "order", "note"),
    [
        (
            [("setup", "evil"), ("answer", "a"), ("test", "pass"), ("text", "text")],
            "setup a test text",
            "3 locked cells had been changed",  # the last one's kind
        ),
        ([("answer", "a"), ("more", "m")], "setup a test m text", "3 locked cells had"),
        (
            [("setup", "setup"), ("own", "o"), ("answer", "a"), ("text", "text")],
            "setup o a test text",
            "1 locked cell had been deleted",
        ),
        (
            [("test", "test"), ("answer", "a"), ("setup", "setup"), ("text", "text")],
            "setup a test text",
            "had been moved",
        ),
    ],
)
def test_what_was_done_to_locked_cells_is_undone_and_said(master, pairs, order, note):
    said, notes = ran(master, *pairs)
    assert said == order
    assert any(note in one for one in notes)


def test_another_notebook_is_told_from_the_one_handed_out(master):
    with pytest.raises(NotebookError, match="not the notebook that was handed out"):
        ran(master, ("x", "setup"), ("y", "test"))


def test_two_cells_with_an_id_of_the_masters_are_refused(master):
    with pytest.raises(NotebookError, match=r"Two cells .* have the id 'test'"):
        ran(master, ("setup", "setup"), ("test", "test"), ("test", "evil"))


def test_two_cells_with_an_id_of_their_own_are_nobodys_trouble(master):
    said, _ = ran(master, ("setup", "setup"), ("own", "a"), ("own", "b"))
    assert said.startswith("setup")
    assert "a b" in said


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"{", "no notebook"),
        (b"[]", "no notebook"),
        (b"[" * 100_000, "no notebook"),
        (json.dumps(notebook(cell("x", "a"))).encode(), "no locked cell"),
        (
            json.dumps(notebook(cell("x", "a", tags=["locked"]), cell("y", "a"))),
            "one id",
        ),
        (json.dumps(notebook(cell("x", tags=["locked"]))), "no id"),
    ],
)
def test_a_master_that_is_none_is_said_to_staff(raw, said, tmp_path):
    path = tmp_path / "master.ipynb"
    path.write_bytes(raw if isinstance(raw, bytes) else raw.encode())
    with pytest.raises(MasterError, match=said):
        read_master(path)
