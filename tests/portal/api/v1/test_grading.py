"""Programs grade as pages do: with revisions, sealed ids, and no names if so wished."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.assessments.models import Assessment
from portal.gradebook.services import release
from portal.grading.models import Score
from portal.marking.services import set_plan
from tests.factories.grading import an_enrollment
from tests.factories.marking import PARTLY, WHOLE, a_graded, a_written_assignment
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(course):
    return a_written_assignment(course, slug="hw07")


@pytest.fixture
def submission(written, enrollment):
    return a_graded(written, enrollment)


@pytest.fixture
def desk(written, submission):
    return f"/api/v1/assignments/{written.public_id}/grading/"


@pytest.fixture
def one(desk, tara):
    return tara.get(desk).json()["papers"][0]["checks"][0]["url"]


def put(program, url, **said):
    body = {"revision": 0, "chosen": PARTLY, "is_done": True, **said}
    return program("put", url, data=body, content_type="application/json")


def test_a_desk_lists_papers_and_rubrics(desk, tara):
    found = tara.get(desk).json()
    (paper,) = found["papers"]
    assert (paper["name"], paper["checks"][0]["state"]) == ("Alice", "open")
    assert found["checks"][0]["criteria"][0]["items"][0]["points"] == 4.0
    assert found["is_blind"] is False


def test_in_blind_mode_nothing_says_who(desk, written, submission, course, tara):
    ines = an_enrollment(course, "Ines", "instructor").user
    set_plan(written, is_blind=True, regrade_days=7, actor=ines, now=timezone.now())
    said = tara.get(desk).content.decode()
    assert "Alice" not in said and str(submission.public_id) not in said
    url = tara.get(desk).json()["papers"][0]["checks"][0]["url"]
    assert "Alice" not in tara.get(url).content.decode()


def test_an_assessment_is_written_read_and_becomes_points(one, submission, tara):
    assert tara.get(one).json()["revision"] == 0
    answer = put(tara, one, adjustment=0.5, comment="Good.")
    assert answer.status_code == 200
    body = tara.get(one).json()
    assert body == answer.json()
    assert (body["revision"], body["points"], body["by"]) == (1, 6.5, "Tara")
    assert Score.objects.get(submission=submission).points == 96.5


def test_who_comes_second_gets_409_and_writes_nothing(one, course, program, tara):
    put(tara, one)
    ben = program(an_enrollment(course, "Ben", "grader").user)
    problem(put(ben, one, chosen=WHOLE), 409, "changed_meanwhile")
    assert Assessment.objects.get().chosen == PARTLY
    assert put(ben, one, chosen=WHOLE, revision=1).json()["points"] == 8.0


def test_what_does_not_fit_is_a_problem(one, tara):
    problem(put(tara, one, chosen={}), 400, "not_whole")
    problem(put(tara, one, chosen={"x": ["y"]}), 400, "invalid")
    problem(put(tara, one, adjustment="much"), 400, "invalid")
    problem(put(tara, one.replace("/note/", "/runs/")), 404, "not_found")


def test_a_second_reading_is_beside_the_first(one, submission, tara):
    put(tara, one)
    put(tara, one + "?reading=2", chosen=WHOLE)
    assert tara.get(one).json()["points"] == 6.0
    assert tara.get(one + "?reading=2").json()["points"] == 8.0
    assert Score.objects.get(submission=submission).points == 96.0


def test_it_takes_the_scope_of_staff(one, desk, program, tara):
    narrow = program(tara.person, ("read", "submit"))
    problem(narrow.get(desk), 403, "scope_missing")
    problem(put(narrow, one), 403, "scope_missing")


def test_a_student_reads_it_once_it_is_released(
    one, written, submission, course, tara, alice
):
    put(tara, one, comment="Check the defaults.")
    url = f"/api/v1/submissions/{submission.public_id}/assessments/"
    assert alice.get(url).json() == {"is_released": False, "checks": [], "remarks": []}
    score = alice.get(f"/api/v1/submissions/{submission.public_id}/").json()["score"]
    assert (score["points"], score["pending_points"]) == (90.0, 10.0)
    now = timezone.now() + timedelta(seconds=1)
    ines = an_enrollment(course, "Ines", "instructor").user
    release(written, reason="Done.", actor=ines, now=now)
    (check,) = alice.get(url).json()["checks"]
    assert (check["points"], check["comment"]) == (6.0, "Check the defaults.")
    assert check["criteria"][0]["items"][0]["title"] == "Named only"
