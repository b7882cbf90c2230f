"""Grading by people in a real browser: fits, speaks to everybody, works by keys."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.assessments.models import Assessment, Remark
from portal.assessments.services import write_remark
from portal.gradebook.services import release
from portal.grading.models import Score
from portal.grading.services import begin_regrade
from portal.marking.selectors.desk import desk_of
from portal.marking.services import (
    assess,
    begin_papers,
    open_request,
    want_second,
)
from portal.marking.services.legible import gather_waiting, prepare_waiting
from tests.factories.grading import NOON, an_enrollment
from tests.factories.marking import (
    PARTLY,
    a_graded,
    a_written_assignment,
    an_exam,
    said,
    typed,
)
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
        *exam_pages(klass, author),
    ]
    return [(who, f"grading-{name}", address) for who, name, address in places]


def exam_pages(klass, student):
    """Return the pages of an exam on paper: Alice's is graded and released."""
    exam = an_exam(klass.assignment.course, title="First exam")
    begin_papers(exam, actor=klass.tara, now=timezone.now())
    for paper in desk_of(exam, now=timezone.now()).papers:
        url = reverse("marking:paper", args=[exam.public_id, paper.id])
        if paper.people[0].user == student:
            for one in paper.stations:
                more = said(typed(7.5), comment="The pooling is missing.")
                more = {"base": 0, "actor": klass.tara, "now": NOON, "said": more}
                assess(paper.submission, one.check, **more)
    release(exam, reason="Done.", actor=klass.ines, now=timezone.now())
    return [
        (klass.tara, "exam", reverse("marking:desk", args=[exam.public_id])),
        (klass.tara, "exam-paper", url),
        (student, "exam-own", reverse("student:assignment", args=[exam.public_id])),
    ]


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
    one_key_a_decision_and_one_page_an_answer(page, first)
    an_exam_is_graded_by_numbers_and_enter(page, live_server, klass)


def an_exam_is_graded_by_numbers_and_enter(page, live_server, klass):
    """Papers are begun, then one question goes through the class."""
    exam = an_exam(klass.assignment.course, title="First exam")
    page.goto(live_server.url + reverse("marking:desk", args=[exam.public_id]))
    page.locator("button:has-text('Begin the papers')").press("Enter")
    page.wait_for_selector("text=3 papers begun.")
    page.locator("a:has-text('Grade Question: Question-1')").press("Enter")
    for points in ("7,5", "0", "10"):
        page.wait_for_selector("text=Nothing was handed in")
        here = page.url
        page.keyboard.press("1")
        page.keyboard.type(points)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, here=here: url != here)
    page.wait_for_selector("text=Nothing of yours is left")
    given = Score.objects.filter(submission__assignment=exam)
    assert sorted(given.values_list("points", flat=True)) == [0.0, 7.5, 10.0]


def one_key_a_decision_and_one_page_an_answer(page, paper):
    """A hundred answers an hour leave no time to look for things, or to wait."""
    loads = []
    page.on("request", lambda one: one.is_navigation_request() and loads.append(one))
    for key in ("1", "5", "s"):  # two items, and on to the next paper
        page.keyboard.press(key)
    page.wait_for_url(lambda url: str(paper.id) not in url)
    page.wait_for_load_state()
    assert [one.method for one in loads] == ["POST", "GET"]  # one led to the other
    assert loads[1].redirected_from == loads[0]
    row = Assessment.objects.get(submission=paper.submission)
    assert row.is_done and set(row.chosen["choice-fits-the-failure"]) == {
        "one-hop-only",
        "no-reason",
    }


def test_it_works_without_javascript(live_server, klass, browser):
    first, second = (p for p in klass.desk.papers if not p.is_done)
    address = reverse("marking:paper", args=[klass.assignment.public_id, first.id])
    page = opened(browser, live_server, klass.tara, address, java_script_enabled=False)
    page.check("input[value=named-only]")
    page.click("text=Save, next")
    assert str(second.id) in page.url
    page.click("[aria-label='Comment on line 2']")
    assert page.input_value("#remark-place") == "2"
