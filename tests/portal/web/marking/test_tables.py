"""Lists of grading as files: the whole of them, no formula, no name that is hidden."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.gradebook.services import release
from portal.marking.services import open_request, reply, want_second
from tests.factories.grading import NOON, an_enrollment
from tests.factories.marking import a_graded
from tests.factories.runners import a_runner

OF_COURSE = ("marking:course-file", "marking:requests-file")
OF_DESK = ("marking:papers-file", "marking:graders-file")
COSTS = {
    "marking:course-file": 7,
    "marking:requests-file": 7,
    "marking:papers-file": 6,
    "marking:graders-file": 7,
}


def at(klass, name, shape="csv"):
    thing = klass.assignment.course if name in OF_COURSE else klass.assignment
    return reverse(name, args=[thing.public_id, shape])


def rows(answer):
    assert answer["Content-Type"].startswith("text/csv")
    text = answer.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.fixture
def asked(klass):
    """Have Alice ask with a formula, and an answer given."""
    alice = klass.submissions[0]
    klass.assess(alice)
    want_second(klass.assignment, klass.paper(alice), actor=klass.tara, now=NOON)
    klass.assess(alice, klass.ben, reading=2)
    now = timezone.now()
    release(klass.assignment, reason="Done.", actor=klass.ines, now=now)
    request = open_request(
        alice, text="=1+1 asks Alice", actor=alice.enrollment.user, now=now
    )
    reply(request, "Which line, Alice?", actor=klass.tara, now=now)
    return klass


def test_each_list_is_sent_whole(asked, signed_in):
    tara = signed_in(asked.tara)
    (one,) = rows(tara.get(at(asked, "marking:requests-file")))
    assert (one["name"], one["about"], one["state"]) == (
        "Alice Moreno",
        "Everything",
        "open",
    )
    assert one["email"] == asked.submissions[0].enrollment.user.email
    assert one["question"] == "'=1+1 asks Alice" and one["answers"] == "1"
    assert one["last answer"] == "Which line, Alice?" and one["closed by"] == ""
    found = rows(tara.get(at(asked, "marking:papers-file")))
    told = sorted((r["name"], r["reading"], r["state"], r["points"]) for r in found)
    assert told == [
        ("Alice Moreno", "1", "graded", "8.0"),
        ("Alice Moreno", "2", "graded", "8.0"),
        ("Bob Iwu", "1", "open", ""),
        ("Chidi Eze", "1", "open", ""),
    ]
    assert {r["graded by"] for r in found} == {asked.tara.name, asked.ben.name, ""}
    both = rows(tara.get(at(asked, "marking:graders-file")))
    assert [(r["grader"], r["graded"], r["mean share %"]) for r in both] == [
        (asked.ben.name, "1", "80.0"),
        (asked.tara.name, "1", "80.0"),
    ]
    (course,) = rows(tara.get(at(asked, "marking:course-file")))
    assert (course["to go"], course["graded"], course["open requests"]) == (
        "2",
        "1",
        "1",
    )


def test_a_workbook_has_no_formula_either(asked, signed_in):
    answer = signed_in(asked.tara).get(at(asked, "marking:requests-file", "xlsx"))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    found = [cell for row in sheet.iter_rows() for cell in row]
    assert "=1+1 asks Alice" in [cell.value for cell in found]
    assert "f" not in {cell.data_type for cell in found}


def test_where_names_are_hidden_no_file_tells_one(asked, blind, signed_in):
    tara = signed_in(asked.tara)
    for shape in ("csv", "xlsx"):
        for name in (*OF_COURSE, *OF_DESK):
            answer = tara.get(at(asked, name, shape))
            assert answer.status_code == 200
            text = said(answer.content, shape)
            for submission in asked.submissions:
                who = submission.enrollment.user
                for hidden in (*who.name.split(), who.email, submission.public_id):
                    assert str(hidden) not in text
    (one,) = rows(tara.get(at(asked, "marking:requests-file")))
    assert one["name"] and one["email"] == ""
    papers = rows(tara.get(at(asked, "marking:papers-file")))
    assert {row["email"] + row["section"] for row in papers} == {""}
    assert one["name"] in {row["name"] for row in papers}


def said(content, shape):
    if shape == "csv":
        return content.decode("utf-8-sig")
    sheet = load_workbook(io.BytesIO(content)).active
    return " ".join(str(c.value) for row in sheet.iter_rows() for c in row)


def test_students_get_none_of_them_and_staff_no_other_shape(asked, signed_in):
    student = signed_in(asked.submissions[0].enrollment.user)
    tara = signed_in(asked.tara)
    for name in (*OF_COURSE, *OF_DESK):
        assert student.get(at(asked, name)).status_code == 404
        assert tara.get(at(asked, name, "pdf")).status_code == 404


def test_they_cost_the_same_at_any_size(asked, blind, signed_in):
    tara, counts = signed_in(asked.tara), []
    for more in (0, 10):
        runner = a_runner()
        for number in range(more):
            who = an_enrollment(asked.assignment.course)
            one = a_graded(asked.assignment, who, runner=runner)
            asked.assess(one, (asked.tara, asked.ben)[number % 2])
            later = timezone.now() + timedelta(minutes=number)
            open_request(one, text="Why?", actor=who.user, now=later)
        found = {}
        for name in (*OF_COURSE, *OF_DESK):
            tara.get(at(asked, name))
            with CaptureQueriesContext(connection) as queries:
                assert tara.get(at(asked, name)).status_code == 200
            found[name] = len(queries)
        counts.append(found)
    assert counts[0] == counts[1] == COSTS
