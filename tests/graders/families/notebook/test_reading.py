"""Notebooks that anybody may have made: read, or refused in a sentence."""

import json

import pytest

from graders.families.notebook.inside.reading import (
    Cell,
    NotebookError,
    numbered,
    read_notebook,
)
from graders.families.notebook.inside.trouble import Trouble
from tests.graders.families.notebook.shelf import cell, notebook

DEEP = b'{"nbformat": 4, "cells": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
V3 = {
    "nbformat": 3,
    "nbformat_minor": 0,
    "metadata": {"name": ""},
    "worksheets": [{"cells": [{"cell_type": "code", "input": "x = 1"}]}],
}
CUT = json.dumps(notebook("x = 1"), indent=1).encode()[:-40]
CONFLICT = json.dumps(notebook("x = 1"), indent=1).replace(
    ' "cells"', '<<<<<<< HEAD\n "cells"'
)


def read(data, tmp_path, max_mib=1.0):
    path = tmp_path / "work.ipynb"
    path.write_bytes(data if isinstance(data, bytes) else json.dumps(data).encode())
    return read_notebook(path, max_mib)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "not text in UTF-8"),
        (b"PK\x03\x04 a zip", "another file was renamed"),
        (b"def double(x):\n    return 2 * x\n", "another file was renamed"),
        (b"[1, 2]", "holds a list or a value"),
        (b'{"cells": [}', "ends too early"),
        (b'{"cells": [},\n"nbformat": 4}', "broken in line 1"),
        (CUT, "ends too early"),
        (CONFLICT.encode(), "merge conflict in line 11"),
        (DEEP, "nested too deeply"),
        ({"cells": []}, "no nbformat"),
        ({"nbformat": True, "cells": []}, "no nbformat"),
        (V3, "format 3, of years ago"),
        ({**V3, "nbformat": 2}, "format 2, of years ago"),
        (notebook(nbformat=5), "format 5"),
        (notebook(cells={}), "no list of cells"),
        (notebook(cells=[7]), "cell 1 of work.ipynb has no type"),
        (notebook(cells=[{"cell_type": "heading"}]), "no type"),
        (notebook(cells=[{"cell_type": "code", "source": [1]}]), "holds no text"),
        (notebook("x = '\ud800'"), "cell 1 of work.ipynb holds half a character"),
        (notebook(*["x"] * 1001), "1001 cells"),
        (notebook("#" * 2**20, "x"), "more than 1 MiB"),
        (notebook("#" * 2**20), "larger than 1 MiB: clear all outputs"),
        (notebook(metadata={"kernelspec": {"language": "R"}}), "written for R"),
        (notebook(metadata={"language_info": {"name": "julia"}}), "written for julia"),
    ],
)
def test_what_is_no_notebook_is_refused_in_a_sentence(data, said, tmp_path):
    with pytest.raises(NotebookError) as refused:
        read(data, tmp_path, max_mib=4.0 if said == "more than 1 MiB" else 1.0)
    assert said in str(refused.value)
    assert len(str(refused.value)) <= 300


def test_what_cells_once_printed_is_not_even_read(tmp_path):
    one = {**cell("x = 1"), "outputs": [{"text": "<script>"}], "execution_count": 9}
    (found,) = read(notebook(one), tmp_path)
    assert found.source == "x = 1"
    assert "script" not in repr(found)


def test_cells_are_counted_as_jupyter_does_after_a_restart(tmp_path):
    cells = [cell("# text", kind="markdown"), cell("a"), cell("  \n"), cell("b")]
    found = numbered(read(notebook(*cells), tmp_path))
    assert [one.number for one in found] == [0, 1, 0, 2]


@pytest.mark.parametrize(
    "about",
    [
        {"cells": [{"cell_type": "code", "source": "x = 1", "metadata": None}]},
        {"cells": [{"cell_type": "code", "source": "x = 1"}], "metadata": 3},
        {"nbformat_minor": 0, "cells": [cell("x = 1", id="")]},
        {"cells": [cell("x = 1", id="same"), cell("", id="same")]},
    ],
)
def test_odd_but_readable_notebooks_are_read(about, tmp_path):
    assert read({**notebook(), **about}, tmp_path)[0].source == "x = 1"


@pytest.mark.parametrize("odd", ["a\n\"b'", "\u202ea", "", "a" * 5000])
def test_ids_and_tags_are_any_text(odd, tmp_path):
    one = cell("x = 1", odd, tags=[odd]) | {"attachments": {odd: {odd: odd}}}
    assert read(notebook(one), tmp_path)[0].source == "x = 1"


def test_a_byte_order_mark_is_no_reason_to_refuse(tmp_path):
    data = b"\xef\xbb\xbf" + json.dumps(notebook("x = 1")).encode()
    assert len(read(data, tmp_path)) == 1


@pytest.mark.parametrize(
    "one",
    [
        cell("x", "a1"),
        cell("x", metadata_id=1) | {"metadata": {"id": "a1"}},
        cell("x", "other", nbgrader={"grade_id": "a1"}),
    ],
)
def test_a_cells_id_is_found_where_programs_keep_it(one, tmp_path):
    assert read(notebook(one), tmp_path)[0].id == "a1"


@pytest.mark.parametrize("text", ["NotImplementedError: ", "NotImplementedError"])
def test_an_error_that_says_nothing_leaves_no_colon_behind(text):
    (found,) = numbered([Cell("a", "code", "# try it\nf()")])
    said = Trouble(found, "raised", text, 2).sentence
    assert said == "Code cell 1 (# try it), line 2: NotImplementedError"
