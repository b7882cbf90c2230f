"""Reports as Markdown and PDF, broken and hostile ones among them."""

import pytest

from graders.protocol import Outcome
from tests.factories.pdf import pdf_of

BODY = "# 1. Introduction\n\nWe say what we did and why it took so long to do it.\n"
PDF_BODY = "1. Introduction\nWe say what we did and why it took so long to do it."


@pytest.mark.parametrize(
    "files", [{"report.md": BODY}, {"report.pdf": pdf_of(PDF_BODY, "More of it.")}]
)
def test_a_report_is_read_in_either_form(bare, files):
    graded = bare.report().grade(**files)

    assert graded.report.outcome is Outcome.GRADED
    assert graded.score.points == 10


def test_a_heading_that_only_a_comment_has_counts_for_nothing(bare):
    graded = bare.report().grade(**{"report.md": "<!--\nIntroduction\n-->\nText.\n"})

    assert graded.score.points == 0


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"report.pdf": b"hello"}, "no PDF"),
        ({"report.pdf": b"%PDF-1.4\n" + b"\x00\xff" * 500}, "broken"),
        ({"report.pdf": pdf_of("")}, "no text"),
        ({"report.md": b"\xff\xfe\x00"}, "not UTF-8"),
        ({"report.md": BODY, "report.pdf": pdf_of(PDF_BODY)}, "both came"),
    ],
)
def test_what_cannot_be_read_costs_nothing(bare, files, said):
    report = bare.report().grade(**files).report

    assert report.outcome is Outcome.UNGRADABLE
    assert said in report.sentence


def test_a_pdf_that_would_run_something_is_flagged(bare):
    catalog = b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>"
    report = (
        bare.report().grade(**{"report.pdf": pdf_of(PDF_BODY, catalog=catalog)}).report
    )

    assert report.outcome is Outcome.GRADED
    assert "OpenAction" in report.flags[0].sentence


@pytest.mark.docker
def test_a_bomb_ends_in_its_own_container(contained):
    """64 MiB of text from 64 KiB, on a page that is there a hundred times."""
    bomb = pdf_of(*(["1. Introduction\n" + "x" * 2_000_000] * 30))
    report = contained.report("memory_mib = 128").grade(**{"report.pdf": bomb}).report

    assert report.outcome is Outcome.UNGRADABLE
    assert "could not be read" in report.sentence
