"""Pages of a PDF are drawn, names in them covered, and the drawer is locked away."""

import os
import runpy
import socket
import struct
import zlib
from pathlib import Path

import pytest

from portal import marking
from portal.lib import store
from portal.marking.models import Legible
from portal.marking.services.legible import gather_waiting, prepare_waiting
from portal.marking.viewing import work_of
from portal.submissions.models import Artifact
from tests.factories.grading import NOON, a_submission, an_enrollment
from tests.factories.marking import a_graded, a_written_assignment, add_file
from tests.factories.pdf import pdf_of

SCRIPT = str(Path(marking.__file__).with_name("draw_pages.py"))


@pytest.fixture
def submission(db):
    assignment = a_written_assignment()
    return a_submission(assignment, an_enrollment(assignment.course, "Alice Moreno"))


def shown(submission, content, **more):
    add_file(submission, "report.pdf", content)
    work_of(submission, now=NOON, **more)
    prepare_waiting()
    found = work_of(submission, now=NOON, **more)
    return next(file for file in found if file.path == "report.pdf")


def ink_of(picture):
    """Return how many pixels of a page are dark grey, as what covers a name is."""
    content = store.read(picture.sha256)
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    size = struct.unpack(">I", content[33:37])[0]
    return zlib.decompress(content[41 : 41 + size]).count(b"\x60\x60\x60")


def test_each_page_is_a_picture_in_the_store(submission):
    file = shown(submission, pdf_of("One", "Two", "Three", "Four", "Five", "Six"))
    assert (file.kind, file.pages, file.problem) == ("pdf", 6, "")
    assert [page.number for page in file.pictures] == [1, 2, 3, 4, 5, 6]
    page = file.pictures[1]
    assert (page.width, page.height) == (1100, 1557)
    assert Artifact.objects.filter(sha256=page.sha256).exists()
    assert len({one.sha256 for one in file.pictures}) == 6
    assert ink_of(page) < 100


def test_a_name_in_the_text_of_a_page_is_covered(submission):
    content = pdf_of("By ALICE Moreno", "Nothing about malice")
    file = shown(submission, content, hide=["Alice", "Moreno"])
    assert ink_of(file.pictures[0]) > 1000 and ink_of(file.pictures[1]) < 100
    plain = shown_again(submission)
    assert ink_of(plain.pictures[0]) < 100  # without a cover it is another picture


def shown_again(submission):
    work_of(submission, now=NOON)
    prepare_waiting()
    found = work_of(submission, now=NOON)
    return next(file for file in found if file.path == "report.pdf")


@pytest.mark.parametrize("content", [b"%PDF-1.7\n", b"no PDF", pdf_of()])
def test_what_cannot_be_drawn_says_why(submission, content):
    file = shown(submission, content)
    assert (file.kind, file.problem, file.pictures) == ("pdf", "broken", ())


def test_a_huge_page_becomes_a_picture_of_a_bearable_size(submission):
    file = shown(submission, pdf_of("One").replace(b"595 842", b"9999 99"))
    page = file.pictures[0]
    assert page.width * page.height <= 4_100_000 and page.width <= 4000


def test_what_waits_for_people_is_gathered_before_anybody_looks(db):
    assignment = a_written_assignment()
    a_graded(assignment, an_enrollment(assignment.course, "Alice Moreno"))
    assert gather_waiting(now=NOON) == 3
    assert gather_waiting(now=NOON) == 0
    assert prepare_waiting() == Legible.objects.filter(state="ready").count() == 3


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: os.open("/etc/hostname", os.O_RDONLY),
        socket.socket,
        os.fork,
        lambda: os.kill(os.getppid(), 0),
        lambda: os.execv("/bin/true", ["true"]),
    ],
)
def test_whoever_opens_the_pdf_can_do_nothing_else(attempt):
    lock = runpy.run_path(SCRIPT)["lock"]
    child = os.fork()
    if child == 0:
        code = 3
        try:
            code = 4 if not lock() else 5
            attempt()
        except PermissionError:
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == 0
