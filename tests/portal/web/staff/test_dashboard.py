"""The dashboard and the analysis of an assignment, as staff see them."""

import pytest
from django.urls import reverse

from graders.protocol import Outcome
from portal.grading.models import GradingJob, Report
from portal.marking.models import RegradeRequest
from tests.factories.gradebook import EXCUSED, a_class, a_course_of
from tests.factories.grading import NOON, a_person, an_enrollment

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
    from portal.courses.models import Role

    return an_enrollment(course, "Tara", Role.INSTRUCTOR).user


def fill(course, count, *, first=0):
    rows = {
        f"Student {first + n:03}": [20 + n % 70, 30.0 if n % 5 else None, 10 + n % 80]
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
    assert "Falling behind" in page and "below the pass mark in hw1" in page
    assert "Away" not in page.split("Falling behind")[1]
    assert "waits for release" in page


def test_what_nobody_has_a_grade_of_does_not_wait_for_release(course, tara, signed_in):
    a_class(course, ITEMS, {"Ada": [80, None, None], "Bo": [None, None, None]})
    page = dashboard(signed_in(tara), course)
    assert "hw1 is graded and waits" in page and "hw2 is graded" not in page
    assert "One thing needs you" in page


def test_every_need_leads_to_where_it_is_met(course, tara, signed_in):
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


def test_queries_do_not_grow_with_the_class(
    course, tara, signed_in, django_assert_max_num_queries
):
    browser = signed_in(tara)
    counts = []
    for first, count in ((0, 10), (10, 60)):
        fill(course, count, first=first) if not first else more(course, count, first)
        dashboard(browser, course, assignment="hw1")  # works out what changed
        with django_assert_max_num_queries(45) as asked:
            dashboard(browser, course, assignment="hw1")
        counts.append(len(asked))
    assert len(set(counts)) == 1, counts


def more(course, count, first):
    """Others who handed in nothing: people alone must not cost queries either."""
    for n in range(count):
        an_enrollment(course, f"More {first + n}")


def analysis(course, slug="hw1"):
    one = course.assignments.get(slug=slug)
    return reverse("staff:analysis", args=[one.public_id])


def test_the_analysis_names_checks_and_tries(course, tara, signed_in):
    fill(course, 12)
    page = signed_in(tara).get(analysis(course)).content.decode()
    assert "12 of 13 have handed in" in page and "each, in the median" in page
    assert "everybody meets it" in page


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
