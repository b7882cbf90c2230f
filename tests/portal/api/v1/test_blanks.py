"""Programs begin papers of what nobody hands in, grade them, and read them released."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.gradebook.services import release
from portal.submissions.models import Submission
from tests.factories.grading import an_enrollment
from tests.factories.marking import an_exam, typed
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def exam(course, enrollment):
    return an_exam(course)


@pytest.fixture
def item(exam):
    return f"/api/v1/assignments/{exam.public_id}/"


def give(program, url, points):
    body = {"revision": 0, "chosen": typed(points), "is_done": True, "comment": "Hm."}
    return program("put", url, data=body, content_type="application/json")


def grade(tara, item, points=8):
    for paper in tara.get(f"{item}grading/").json()["papers"]:
        for check in paper["checks"]:
            assert give(tara, check["url"], points).status_code == 200


def test_papers_are_begun_graded_and_taken_back(item, tara):
    assert tara.get(f"{item}grading/").json()["papers"] == []
    begun = tara.post(f"{item}grading/papers/")
    assert (begun.status_code, begun.json()) == (200, {"papers": 1, "joined": 0})
    assert tara.post(f"{item}grading/papers/").json()["papers"] == 0
    (paper,) = tara.get(f"{item}grading/").json()["papers"]
    assert [one["state"] for one in paper["checks"]] == ["open", "open"]
    problem(give(tara, paper["checks"][0]["url"], "much"), 400, "invalid")
    assert give(tara, paper["checks"][0]["url"], "7.25").json()["points"] == 7.25
    assert tara("delete", f"{item}grading/papers/").json() == {"papers": 0}
    Submission.objects.get().assessments.all()[0].revisions.all().delete()
    Submission.objects.get().assessments.all().delete()
    assert tara("delete", f"{item}grading/papers/").json() == {"papers": 1}


def test_where_work_is_handed_in_there_is_nothing_to_begin(assignment, tara):
    url = f"/api/v1/assignments/{assignment.public_id}/grading/papers/"
    problem(tara.post(url), 409, "conflict")


def test_students_begin_nothing_and_narrow_tokens_neither(item, alice, tara, program):
    broad = program(alice.person)
    problem(broad.post(f"{item}grading/papers/"), 404, "not_found")
    problem(broad("delete", f"{item}grading/papers/"), 404, "not_found")
    narrow = program(tara.person, ("read", "submit"))
    problem(narrow.post(f"{item}grading/papers/"), 403, "scope_missing")


def test_nothing_of_a_paper_is_told_before_the_release(exam, item, course, tara, alice):
    tara.post(f"{item}grading/papers/")
    grade(tara, item)
    key = Submission.objects.get().public_id
    one = f"/api/v1/submissions/{key}/"
    for url in (one, f"{one}assessments/", f"{one}report/", f"{one}bundle/"):
        problem(alice.get(url), 404, "not_found")
    problem(alice.get(f"{item}graded/"), 404, "not_found")
    for program in (alice, tara):  # to nobody it is a hand-in
        assert program.get(f"{item}submissions/").json()["results"] == []
    (row,) = alice.get(f"/api/v1/courses/{course.public_id}/gradebook/").json()[
        "results"
    ]
    assert (row["total"], row["grades"]) == (None, [])
    now = timezone.now() + timedelta(seconds=1)
    ines = an_enrollment(course, "Ines", "instructor").user
    release(exam, reason="Done.", actor=ines, now=now)
    told = alice.get(f"{item}graded/").json()
    assert told["is_released"] is True
    assert [one["points"] for one in told["checks"]] == [8.0, 8.0]
    assert told["checks"][0]["comment"] == "Hm."
    problem(tara.get(f"{item}graded/"), 404, "not_found")
    problem(alice.get(one), 404, "not_found")
