"""The analysis of an assignment's checks: figures, and a sentence for each odd case."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.gradebook.services import excuse
from portal.insight.checks import check_facts
from portal.web.staff.analysis import _tells, analysis_of
from tests.factories.gradebook import EXCUSED, Work, a_class, a_course_of
from tests.factories.grading import NOON, an_enrollment
from tests.portal.marking.test_blanks import exam

__all__ = ["exam"]

POLICY = '[[categories]]\nslug = "homework"\ntitle = "Homework"\nweight = 100\n'


def line(name, points, most=10.0):
    state = "passed" if points == most else "partly" if points else "failed"
    return {
        "name": name,
        "title": name,
        "points": points,
        "max_points": most,
        "state": state,
        "value": None,
    }


def tells(*rows):
    """Return what is said of the first of two checks with these points."""
    scores = [[line("a", a), line("b", b)] for a, b in rows]
    return _tells(check_facts(scores)[0])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([(3, 4), (5, 6)], "too few to tell: 5 are needed"),
        ([(3, n) for n in range(6)], "all have the same points for it"),
        ([(0.1 + 0.2, n) for n in range(3)] + [(0.3, 1)] * 3, "all have the same"),
        ([(n, 7) for n in range(6)], "all have the same points for the rest"),
        ([(n, 0) for n in range(6)], "no other points to compare it with"),
        ([(10, n) for n in range(6)], "everybody meets it"),
        ([(0, n) for n in range(6)], "nobody meets it"),
        ([(n, 9 - n) for n in range(6)], "worse here: look at it"),
        ([(n % 2, n // 2) for n in range(6)], "tells little about the rest"),
        ([(n, n) for n in range(6)], ""),
    ],
)
def test_each_odd_case_has_its_sentence(rows, said):
    assert said in tells(*rows) and bool(said) == bool(tells(*rows))


def test_a_gate_has_no_points_to_compare():
    scores = [[line("gate", 0, 0.0), line("b", n)] for n in range(6)]
    gate = check_facts(scores)[0]
    assert gate.tells_apart is None and gate.untold == "no points hang on it"


@pytest.fixture
def course(db):
    return a_course_of(POLICY)


@pytest.fixture
def tara(course):
    return an_enrollment(course, "Tara", "instructor").user


def test_whoever_is_excused_is_no_part_of_the_figures(course, tara, signed_in):
    rows = {f"P{n}": [Work(10.0 * n)] for n in range(6)}
    rows["Away"] = [EXCUSED]
    people = a_class(course, [("hw1", "homework", 100, 60.0)], rows)
    item = course.assignments.get()
    assert analysis_of(item, now=NOON).lines[0].facts.count == 6
    excuse(item, people["P0"], reason="Ill.", actor=tara, now=NOON)
    found = analysis_of(item, now=NOON)
    assert (found.excused, found.lines[0].facts.count) == (2, 5)
    assert found.lines[0].facts.mean_points == 30.0
    page = signed_in(tara).get(reverse("staff:analysis", args=[item.public_id]))
    assert "2 excused, left out of the checks" in page.content.decode()


def test_the_figures_can_be_taken_away(course, tara, signed_in):
    a_class(course, [("hw1", "homework", 100, None)], {"A": [30], "B": [None]})
    args = [course.assignments.get().public_id, "csv"]
    answer = signed_in(tara).get(reverse("staff:analysis-file", args=args))
    head, row = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")))
    assert dict(zip(head, row, strict=True))["mean points"] == "30.0"
    assert row[-1].startswith("too few to tell")


def test_an_exam_on_paper_has_figures_though_nobody_hands_it_in(exam, signed_in):
    address = reverse("staff:analysis", args=[exam.assignment.public_id])
    browser = signed_in(exam.tara)
    page = browser.get(address).content.decode()
    assert "Nobody hands this in" in page and "No check of it is graded" in page
    exam.begin()
    papers = exam.papers()
    question = papers[0].stations[0].check
    for points, paper in enumerate(papers):
        exam.give(paper, question.name, points)
    facts = {
        one.facts.name: one.facts
        for one in analysis_of(exam.assignment, now=NOON).lines
    }
    assert facts[question.name].count == len(papers)
    assert facts[question.name].mean_points == (len(papers) - 1) / 2
    assert question.title in browser.get(address).content.decode()


def test_it_costs_the_same_with_any_class(course, tara, signed_in):
    rows = {f"P{n}": [Work(10.0 * n)] for n in range(3)}
    a_class(course, [("hw1", "homework", 100, 60.0)], rows)
    address = reverse("staff:analysis", args=[course.assignments.get().public_id])
    browser = signed_in(tara)
    counts = set()
    for more in (9, 0):
        browser.get(address)  # works out what changed
        with CaptureQueriesContext(connection) as asked:
            browser.get(address)
        counts.add(len(asked))
        for number in range(more):
            an_enrollment(course, f"More {number}")
    assert len(counts) == 1 and max(counts) <= MOST_QUERIES


MOST_QUERIES = 20
