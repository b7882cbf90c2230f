"""What was handed in is shown in lines, cells and pages, read in a limited process."""

import json
import zlib
from hashlib import sha256

import pytest

from portal.marking.models import Legible
from portal.marking.services.legible import prepare_waiting
from portal.marking.viewing import work_of
from tests.factories.grading import NOON, a_submission, an_enrollment
from tests.factories.marking import CODE, a_written_assignment, add_file

pytestmark = pytest.mark.django_db
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": ["# Why\n", "Because."]},
        {
            "cell_type": "code",
            "source": "x = 'one'  # two\nprint(x)",
            "outputs": [
                {"output_type": "stream", "text": ["one\n"]},
                {"output_type": "error", "ename": "KeyError", "evalue": "'y'"},
                {"data": {"image/png": "AAAA", "text/plain": "<Figure>"}},
            ],
        },
    ]
}


@pytest.fixture
def submission():
    assignment = a_written_assignment()
    return a_submission(assignment, an_enrollment(assignment.course, "Alice Moreno"))


def shown(submission, path, content, **more):
    add_file(submission, path, content)
    looked_at(submission, **more)
    prepare_waiting()
    found = looked_at(submission, **more)
    return next(file for file in found if file.path == path)


def looked_at(submission, **more):
    return work_of(submission, now=NOON, **more)


def test_code_has_numbered_lines_with_its_words_known(submission):
    file = shown(submission, "forwarder.py", CODE)
    assert (file.kind, file.place_kind) == ("lines", "line")
    assert [line.text for line in file.lines] == CODE.decode().splitlines()
    assert file.lines[0].parts[0] == ("k", "import")
    assert ("s", '"mosquitto"') in file.lines[2].parts
    assert file.lines[9].parts[0][0] == "c" and file.lines[9].number == 10


def test_code_that_does_not_parse_is_shown_all_the_same(submission):
    file = shown(submission, "broken.py", b"def f(:\n  '''never closed\n\xff\n")
    assert file.lines[0].text == "def f(:"
    assert len(file.lines) == 3


def test_a_notebook_has_cells_and_what_they_printed(submission):
    file = shown(submission, "lab.ipynb", json.dumps(NOTEBOOK).encode())
    why, code = file.cells
    assert (file.kind, file.place_kind, code.number) == ("notebook", "cell", 2)
    assert not why.is_code and why.lines[1].text == "Because."
    assert code.output == (
        "one",
        "KeyError: 'y'",
        "<Figure>",
        "[a picture, image/png: see the file]",
    )


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"cells": 3}', b'{"cells": [3]}', b"[" * 100_000]
)
def test_a_notebook_that_is_none_is_shown_as_lines(submission, content):
    assert shown(submission, "lab.ipynb", content).kind == "lines"


def test_pages_of_a_pdf_are_counted_plain_and_packed(submission):
    packed = zlib.compress(b"<< /Type /Page >> << /Type/Page /X 1 >>")
    pdf = (
        b"%PDF-1.5\n1 0 obj << /Type /Pages /Count 3 >> endobj\n"
        b"2 0 obj << /Type /Page >> endobj\n"
        b"3 0 obj << /Type /ObjStm >> stream\n" + packed + b"\nendstream endobj\n"
    )
    file = shown(submission, "report.pdf", pdf)
    assert (file.kind, file.pages, file.place_kind) == ("pdf", 3, "page")
    assert (file.pictures, file.problem) == ((), "broken")


def test_a_name_is_covered_everywhere(submission):
    file = shown(submission, "a.py", b"# Alice Moreno\nby = 'alice'\n", hide=["Alice"])
    assert "lice" not in " ".join(line.text for line in file.lines)


def test_what_is_no_text_or_too_large_is_said_to_be_so(submission):
    assert shown(submission, "model.npz", b"PK\0\0").kind == "other"
    assert shown(submission, "big.txt", b"x" * (2**21 + 1)).kind == "large"


def test_a_long_file_is_cut_and_says_so(submission):
    file = shown(submission, "long.txt", b"x\n" * 5000)
    assert (len(file.lines), file.more) == (4000, 1000)


def test_the_first_look_reads_nothing_and_the_next_has_it(submission, monkeypatch):
    add_file(submission, "forwarder.py", CODE)
    with monkeypatch.context() as no_reading:
        no_reading.setattr("portal.submissions.limited.run", None)
        assert {file.kind for file in looked_at(submission)} == {"waiting"}
    assert prepare_waiting() == len(looked_at(submission))
    monkeypatch.setattr("portal.submissions.limited.run", None)
    assert prepare_waiting() == 0
    assert "waiting" not in {file.kind for file in looked_at(submission)}


def test_equal_bytes_are_read_once_but_by_how_their_name_ends(submission):
    for path in ("a.py", "b.py", "c.txt"):
        add_file(submission, path, CODE)
    looked_at(submission)
    rows = Legible.objects.filter(source__sha256=sha256(CODE).hexdigest())
    assert sorted(rows.values_list("form", flat=True)) == ["", ".py"]


def test_what_takes_the_worker_down_is_given_up(submission, monkeypatch):
    add_file(submission, "forwarder.py", CODE)
    looked_at(submission)
    Legible.objects.update(tries=3)
    monkeypatch.setattr("portal.submissions.limited.run", None)
    prepare_waiting()
    assert {file.kind for file in looked_at(submission)} == {"other"}
