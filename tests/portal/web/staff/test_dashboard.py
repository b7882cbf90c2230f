"""The dashboard and the analysis of an assignment, as staff see them."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from graders.protocol import Outcome
from portal.courses.models import Role
from portal.grading.models import GradingJob, Report
from portal.marking.models import RegradeRequest
from tests.factories.gradebook import EXCUSED, Set, Work, a_class, a_course_of
from tests.factories.grading import (
    DUE,
    NOON,
    a_check,
    a_course,
    a_person,
    an_assignment,
    an_enrollment,
    hand_in,
)
from tests.factories.runners import a_runner

POLICY = """
[[categories]]
slug = "homework"
title = "Homework"
weight = 100
"""
ITEMS = [(f"hw{n}", "homework", 100, 60.0) for n in (1, 2, 3)]


@pytest.fixture
def course(db):
    return a_course_of(POLICY)


@pytest.fixture
def tara(course):
    return an_enrollment(course, "Tara", Role.INSTRUCTOR).user


def fill(course, count, *, first=0):
    rows = {
        f"Student {first + n:03}": [
            40 + 10 * (n % 6),
            30.0 if n % 5 else None,
            10 + n % 80,
        ]
        for n in range(count)
    }
    rows["Away"] = [EXCUSED, EXCUSED, None]
    return a_class(course, ITEMS, rows)


def dashboard(browser, course, **query):
    address = reverse("staff:dashboard", args=[course.public_id])
    page = browser.get(address, query)
    assert page.status_code == 200
    return page.content.decode()


def test_an_empty_course_needs_nobody(course, tara, signed_in):
    page = dashboard(signed_in(tara), course)
    assert "Nothing needs you" in page and "0 students" in page


def test_it_shows_how_the_class_does_and_who_falls_behind(course, tara, signed_in):
    fill(course, 12)
    page = dashboard(signed_in(tara), course, assignment="hw1")
    assert "12 <span" in page and "of 13" in page and "have handed in" in page
    assert "median best score" in page and "The rule" in page
    behind = page.split("Falling behind")[1]
    assert "nothing for hw2; below the pass mark in hw1" in behind
    assert "Away" not in behind
    assert "hw3" not in behind  # most are below its pass mark: not a person's matter
    assert "waits for release" in page


def test_what_nobody_has_a_grade_of_does_not_wait_for_release(course, tara, signed_in):
    a_class(course, ITEMS, {"Ada": [80, None, None], "Bo": [None, None, None]})
    page = dashboard(signed_in(tara), course)
    assert "hw1 is graded and waits" in page and "hw2 is graded" not in page
    assert "One thing needs you" in page


def test_every_need_leads_to_where_it_is_met(
    course, tara, signed_in, django_assert_num_queries
):
    fill(course, 3)
    jobs = list(GradingJob.objects.order_by("pk"))
    RegradeRequest.objects.create(submission=jobs[0].submission, opened_at=NOON)
    GradingJob.objects.filter(pk=jobs[1].pk).update(outcome=Outcome.LAB_BROKEN.value)
    jobs[1].score_of.delete()
    Report.objects.create(
        job=jobs[2],
        attempt=1,
        digest="d",
        outcome="graded",
        flags=[{"check": "rule", "sentence": "Too good."}],
        runner_name="r",
        seconds=1.0,
        received_at=NOON,
    )
    browser = signed_in(tara)
    page = dashboard(browser, course)
    for title in ("Regrade requests", "our fault, and without a score", "looks odd"):
        assert title in page
    for name in ("marking:requests", "staff:gradebook"):
        assert reverse(name, args=[course.public_id]) in page
    flagged = reverse("student:submission", args=[jobs[2].submission.public_id])
    assert flagged in page
    with django_assert_num_queries(11):  # as many as where nothing waits
        dashboard(browser, course)


def text_of(page):
    return " ".join(re.sub("<[^>]+>", " ", page).split())


@time_machine.travel(DUE - timedelta(hours=30), tick=False)
def test_it_says_what_is_due_who_handed_in_and_who_did_not(course, tara, signed_in):
    rows = {"Ada": [[Work(50, -3), Work(70, -1)]], "Bo": [Work(90, -2)], "Cy": [None]}
    a_class(course, [("hw1", "homework", 100, 60.0)], rows)
    exam = {"slug": "exam", "title": "The exam", "kind": "quiz", "family": ""}
    an_assignment(course, [a_check("sat", 10.0)], **exam)
    going = {"slug": "part", "title": "Talking", "kind": "participation", "family": ""}
    an_assignment(course, [a_check("part", 10.0)], **going)
    page = dashboard(signed_in(tara), course)
    text = text_of(page)
    due = text.split("What is due")[1].split("Needs you")[0]
    assert "hw1 in 30 h" in due and "2 of 3" in due
    assert "The exam in 30 h" in due and "in class" in due
    assert "Talking" not in due  # goes on all term
    assert "1 has not handed in" in text and "least" not in text
    assert re.search(r"1\.5 submissions each, in the median", text)
    assert "2 of 2 have passed" in text
    assert "24 h" not in due and "first hand-in to the first pass" in text


def test_a_grade_that_staff_have_still_to_enter_needs_them(course, tara, signed_in):
    rows = {"Ada": [Set(80)], "Bo": [None], "Cy": [EXCUSED], "Di": [None]}
    a_class(course, [("exam", "homework", 100, None)], rows)
    version = course.assignments.get().published_version
    version.spec |= {"title": "The exam", "kind": "quiz"}
    version.spec["grade"]["family"] = ""
    version.save()
    page = text_of(dashboard(signed_in(tara), course))
    assert "2 of 4 without a grade To enter: The exam" in page


def queued(course, count):
    """Hand so much in that waits for a runner."""
    item = an_assignment(course, slug=f"waits{count}")
    for _ in range(count):
        hand_in(item, an_enrollment(course))


def test_it_speaks_of_its_own_queue_and_of_nobody_elses(course, tara, signed_in):
    other, browser = a_course(), signed_in(tara)
    assert "runner" not in dashboard(browser, course).split("Runners and")[0]
    an_assignment(course, slug="hw")
    queued(other, 3)
    with time_machine.travel(NOON + timedelta(hours=1)):
        page = text_of(dashboard(browser, course))
        assert "No runner takes work now: cpu. Nothing of yours waits." in page
        queued(course, 2)
        page = text_of(dashboard(browser, course))
        assert "2 submissions wait and no runner takes work: cpu." in page
        assert "cpu 0 of 0 2" in page
        a_runner(courses=(other,), seen_at=NOON + timedelta(hours=1))
        assert "2 submissions wait" in text_of(dashboard(browser, course))
        a_runner(courses=(course,), seen_at=NOON + timedelta(hours=1))
        page = text_of(dashboard(browser, course))
        assert "Nothing is stuck." in page and "cpu 1 of 1 2" in page


def test_a_course_without_anything_to_run_has_no_queue(course, tara, signed_in):
    an_assignment(course, slug="talk", kind="presentation", family="")
    queued(a_course(), 1)
    page = dashboard(signed_in(tara), course)
    assert "Runners and queue" not in page and "No runner" not in page


def analysis(course, slug="hw1"):
    one = course.assignments.get(slug=slug)
    return reverse("staff:analysis", args=[one.public_id])


def test_the_analysis_names_checks_and_tries(course, tara, signed_in):
    fill(course, 12)
    page = signed_in(tara).get(analysis(course)).content.decode()
    assert "12 of 13 have handed in" in page and "each, in the median" in page
    assert "everybody meets it" in page


def test_where_there_is_no_pass_mark_nobody_misses_it(course, tara, signed_in):
    items = [("hw1", "homework", 100, 60.0), ("hw2", "homework", 100, None)]
    a_class(course, items, {"Ada": [80, 80], "Bo": [50, 50]})
    browser = signed_in(tara)
    assert "1 of 2 have reached" in text_of(
        browser.get(analysis(course)).content.decode()
    )
    assert "reached" not in browser.get(analysis(course, "hw2")).content.decode()


def test_before_anybody_handed_in_it_says_so(course, tara, signed_in):
    fill(course, 0)
    page = signed_in(tara).get(analysis(course)).content.decode()
    assert "Nobody has handed in yet" in page


def test_to_students_and_strangers_neither_is_there(course, tara, signed_in):
    people = fill(course, 1)
    address = reverse("staff:dashboard", args=[course.public_id])
    for person in (people["Student 000"].user, a_person()):
        browser = signed_in(person)
        assert browser.get(address).status_code == 404
        assert browser.get(analysis(course)).status_code == 404
