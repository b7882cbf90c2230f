"""Grading by people in a real browser: fits, speaks to everybody, works by keys."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.assessments.models import Assessment, Remark
from portal.assessments.services import write_remark
from portal.gradebook.services import release
from portal.grading.services import begin_regrade
from portal.marking.services import open_request, want_second
from portal.marking.services.legible import gather_waiting, prepare_waiting
from tests.factories.grading import NOON, an_enrollment
from tests.factories.marking import PARTLY, a_graded, a_written_assignment
from tests.factories.pdf import pdf_of
from tests.factories.runners import a_runner
from tests.journeys.looking import browser, looked_at, opened
from tests.portal.marking.conftest import Class

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTEBOOK = {
    "cells": [
        {"cell_type": "markdown", "source": "Why QoS 1 on both hops."},
        {
            "cell_type": "code",
            "source": "print('one')",
            "outputs": [{"output_type": "stream", "text": "one\n"}],
        },
    ]
}
FILES = {
    "answer.ipynb": json.dumps(NOTEBOOK).encode(),
    "forwarder.py": b"def forward(message):\n    return 'kept'  # QoS 1\n",
    "report.pdf": pdf_of("Why QoS 1", "What was measured"),
}


@pytest.fixture
def klass(transactional_db):
    """Alice is graded twice and asks again; Bob and Chidi wait."""
    assignment = a_written_assignment(title="Topics and QoS")
    course, runner = assignment.course, a_runner()
    submissions = [
        a_graded(assignment, an_enrollment(course, name), runner=runner, files=FILES)
        for name in ("Alice Moreno", "Bob Iwu", "Chidi Eze")
    ]
    staff = [
        an_enrollment(course, name, role).user
        for name, role in (
            ("Tara Lindqvist", "grader"),
            ("Ben Adeyemi", "grader"),
            ("Ines Ortega", "instructor"),
        )
    ]
    klass = Class(assignment, submissions, *staff)
    klass.assess(submissions[0], chosen=PARTLY, comment="Check what publish() does.")
    want_second(assignment, klass.paper(submissions[0]), actor=klass.tara, now=NOON)
    klass.assess(submissions[0], klass.ben, reading=2)
    for path, kind in (("forwarder.py", "line"), ("report.pdf", "page")):
        write_remark(
            submissions[0],
            path=path,
            kind=kind,
            place=1,
            text="Say why.",
            point=(250, 80) if kind == "page" else None,
            actor=klass.tara,
            now=NOON,
        )
    release(assignment, reason="Done.", actor=klass.ines, now=timezone.now())
    gather_waiting(now=NOON)
    prepare_waiting()
    return klass


def pages(klass):
    """Return (who, name, address) of every page of grading."""
    alice = klass.submissions[0]
    key, course = klass.assignment.public_id, klass.assignment.course.public_id
    author = alice.enrollment.user
    request = open_request(
        alice, text="Line 3 says why.", actor=author, now=timezone.now()
    )
    one = reverse("marking:request", args=[request.public_id])
    paper = reverse("marking:paper", args=[key, klass.paper(alice).id])
    places = [
        (klass.tara, "paper", paper),
        (klass.tara, "paper-at", f"{paper}?at=line:2:2"),
        (klass.ines, "desk", reverse("marking:desk", args=[key])),
        (klass.ines, "agreement", reverse("marking:agreement", args=[key])),
        (klass.ines, "regrades", reverse("marking:regrades", args=[key])),
        (klass.ines, "regrade", _trial(klass)),
        (klass.ines, "rubric", reverse("marking:rubric", args=[key, "note"])),
        (klass.tara, "course", reverse("marking:course", args=[course])),
        (klass.tara, "requests", reverse("marking:requests", args=[course])),
        (klass.tara, "request-staff", one),
        (author, "request", one),
        (author, "received", reverse("student:submission", args=[alice.public_id])),
    ]
    return [(who, f"grading-{name}", address) for who, name, address in places]


def _trial(klass):
    """Return the address of a trial whose gradings still wait."""
    regrade = begin_regrade(
        klass.assignment,
        klass.assignment.published_version,
        reason="To see the spread.",
        actor=klass.ines,
        now=timezone.now(),
    )
    return reverse("marking:regrade", args=[regrade.public_id])


def test_every_page_of_grading_is_accessible_and_fits(live_server, klass, browser):
    places = pages(klass)
    assert looked_at(live_server, browser, places, is_unfolded=True) == []


def test_a_paper_is_graded_by_keys_alone(live_server, klass, browser):
    first, second = (p for p in klass.desk.papers if not p.is_done)
    address = reverse("marking:paper", args=[klass.assignment.public_id, first.id])
    page = opened(browser, live_server, klass.tara, address)

    page.keyboard.press("2")  # named only
    page.wait_for_selector("#tally:has-text('Draft by Tara')")
    page.keyboard.press("4")  # one hop only
    page.wait_for_selector("#tally b:has-text('5')")
    page.keyboard.press("c")
    page.keyboard.type("See line 1.")
    page.keyboard.press("Escape")
    page.keyboard.press("l")
    page.keyboard.type("1")
    page.keyboard.press("Tab")
    page.keyboard.type("Which cell?")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".comment:has-text('Which cell?')")
    sheet = page.locator("[data-page]").first
    sheet.focus()
    for key in ("ArrowRight", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    page.keyboard.type("Not here.")
    page.keyboard.press("Control+Enter")
    page.wait_for_selector(".remarks .comment:has-text('Not here.')")
    page.keyboard.press("s")
    page.wait_for_url(f"**/{second.id}/")

    row = Assessment.objects.get(submission=first.submission)
    assert row.is_done and row.comment == "See line 1."
    assert row.chosen["choice-fits-the-failure"] == ["one-hop-only"]
    cell, spot = Remark.objects.filter(submission=first.submission)
    assert cell.text == "Which cell?" and (spot.left, spot.top) == (520, 520)
    papers = [p.id for p in klass.desk.papers]  # by lot; a finished one may lie between
    begin, end = papers.index(first.id), papers.index(second.id)
    for passed in reversed(papers[begin:end]):
        page.keyboard.press("k")
        page.wait_for_url(f"**/{passed}/")
    page.keyboard.press("u")
    page.wait_for_selector("text=Taken back")


def test_it_works_without_javascript(live_server, klass, browser):
    first, second = (p for p in klass.desk.papers if not p.is_done)
    address = reverse("marking:paper", args=[klass.assignment.public_id, first.id])
    page = opened(browser, live_server, klass.tara, address, java_script_enabled=False)
    page.check("input[value=named-only]")
    page.click("text=Save, next")
    assert str(second.id) in page.url
    page.click("[aria-label='Comment on line 2']")
    assert page.input_value("#remark-place") == "2"
