"""Programs change a rubric as its page does: with a preview, and for instructors."""

import pytest

from portal.grading.models import Score
from tests.factories.grading import an_enrollment
from tests.factories.marking import PARTLY, a_graded, a_written_assignment
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(course, program):
    return program(an_enrollment(course, "Ines", "instructor").user)


@pytest.fixture
def written(course, enrollment, tara):
    """An assignment with one assessed answer: 90 by the judge, 6 of 10 by Tara."""
    written = a_written_assignment(course, slug="hw07")
    a_graded(written, enrollment)
    desk = f"/api/v1/assignments/{written.public_id}/grading/"
    url = tara.get(desk).json()["papers"][0]["checks"][0]["url"]
    said = {"revision": 0, "chosen": PARTLY, "is_done": True}
    tara("put", url, data=said, content_type="application/json")
    return written


@pytest.fixture
def url(written):
    return f"/api/v1/assignments/{written.public_id}/grading/rubrics/note/"


def put(program, url, **said):
    return program("put", url, data=said, content_type="application/json")


def changed(program, url):
    """Return what was read, with the item that Tara chose worth a point more."""
    criteria = program.get(url).json()["criteria"]
    criteria[0]["items"][1]["points"] = 3
    return criteria


def test_a_rubric_is_read_tried_and_kept(ines, url):
    criteria = changed(ines, url)
    effect = put(ines, url, criteria=criteria, is_preview=True).json()
    assert effect == {"up": 1, "down": 0, "waiting": 0, "same": 0, "is_kept": False}
    assert Score.objects.get().points == 96.0
    kept = put(ines, url, criteria=criteria, reason="Named is half.").json()
    assert kept["is_kept"] and Score.objects.get().points == 97.0
    assert ines.get(url).json()["is_edited"]


def test_left_out_it_is_what_the_file_says(ines, url):
    put(ines, url, criteria=changed(ines, url), reason="Named is half.")
    assert put(ines, url, reason="No.").json()["down"] == 1
    assert not ines.get(url).json()["is_edited"]


def test_what_is_no_rubric_is_said_and_changes_nothing(ines, url):
    criteria = changed(ines, url)
    criteria[0]["points"] = 5
    answer = put(ines, url, criteria=criteria, reason="x")
    assert "add up to 11" in problem(answer, 400, "invalid")["detail"]
    no_reason = put(ines, url, criteria=changed(ines, url))
    assert "Say why" in problem(no_reason, 400, "invalid")["detail"]
    assert not ines.get(url).json()["is_edited"]


def test_a_grader_tries_and_does_not_keep(tara, url):
    criteria = changed(tara, url)
    assert put(tara, url, criteria=criteria, is_preview=True).status_code == 200
    assert put(tara, url, criteria=criteria, reason="x").status_code == 403
