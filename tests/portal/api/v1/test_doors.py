"""Who gets what: strangers nothing, and a token no more than its scopes."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from portal.assignments.services import invite_to_team
from portal.courses.selectors import enrollment_of
from portal.meetings.services import Said, take_place, take_register
from tests.factories.alike import a_pair
from tests.factories.grading import a_submission, an_enrollment
from tests.factories.meetings import (
    a_peer_rating,
    a_presentation,
    a_session,
    a_slot,
    an_attendance,
)
from tests.factories.teams import a_project, a_team
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db
PAST = {"at": "2022-10-01T00:00:00+00:00", "session": None, "offset": 0, "days": 0}
ONE = "/api/v1/submissions/{submission}/"
PROJECT = "/api/v1/assignments/{project}/"
TEAM = "/api/v1/teams/{team}/"
PAPER = "/api/v1/assignments/{assignment}/grading/papers/{submission}/note/"
PAPERS = "/api/v1/assignments/{assignment}/grading/papers/"
RUBRIC = "/api/v1/assignments/{assignment}/grading/rubrics/note/"
GRADE = "/api/v1/enrollments/{enrollment}/grades/{assignment}/"
REGISTERS = "/api/v1/assignments/{registers}/"
TALK = "/api/v1/assignments/{talk}/"
SLOT = "/api/v1/slots/{slot}/"
RATING = "/api/v1/assignments/{rating}/"
# method, address -> status for (nobody, stranger, classmate, author, staff)
DOORS = {
    ("get", "/api/v1/courses/"): (401, 200, 200, 200, 200),
    ("get", "/api/v1/tokens/"): (401, 200, 200, 200, 200),
    ("get", "/api/v1/notices/"): (401, 200, 200, 200, 200),
    ("post", "/api/v1/notices/read/"): (401, 200, 200, 200, 200),
    ("post", "/api/v1/notices/{course}/read/"): (401, 404, 404, 404, 404),  # none
    ("get", "/api/v1/courses/{course}/assignments/"): (401, 404, 200, 200, 200),
    ("get", "/api/v1/assignments/{assignment}/"): (401, 404, 200, 200, 200),
    ("get", "/api/v1/courses/{course}/gradebook/"): (401, 404, 200, 200, 200),
    ("get", GRADE): (401, 404, 404, 404, 200),
    ("post", f"{GRADE}ledger/"): (401, 404, 404, 404, 400),
    ("post", "/api/v1/ledger/{course}/undo/"): (401, 404, 404, 404, 404),  # no line
    ("post", "/api/v1/assignments/{assignment}/release/"): (401, 404, 403, 403, 400),
    ("post", "/api/v1/assignments/{assignment}/withdraw/"): (401, 404, 403, 403, 400),
    ("get", "/api/v1/assignments/{assignment}/board/"): (401, 404, 404, 404, 404),
    ("get", "/api/v1/assignments/{assignment}/submissions/"): (
        401,
        404,
        200,
        200,
        200,
    ),
    ("post", "/api/v1/assignments/{assignment}/submissions/"): (
        401,
        404,
        400,
        400,
        400,
    ),
    ("get", "/api/v1/assignments/{assignment}/similarity/"): (401, 404, 404, 404, 200),
    ("get", "/api/v1/similarity/{comparison}/pairs/"): (401, 404, 404, 404, 200),
    ("get", "/api/v1/assignments/{assignment}/grading/"): (401, 404, 404, 404, 200),
    ("post", PAPERS): (401, 404, 404, 404, 409),  # here work is handed in
    ("delete", PAPERS): (401, 404, 404, 404, 200),
    ("get", "/api/v1/assignments/{assignment}/graded/"): (401, 404, 404, 404, 404),
    ("get", RUBRIC): (401, 404, 404, 404, 404),  # its check has none
    ("put", RUBRIC): (401, 404, 404, 404, 404),
    ("get", PAPER): (401, 404, 404, 404, 404),  # no paper has this id
    ("put", PAPER): (401, 404, 404, 404, 404),
    ("get", f"{ONE}assessments/"): (401, 404, 404, 200, 200),
    ("get", ONE): (401, 404, 404, 200, 200),
    ("get", f"{ONE}report/"): (401, 404, 404, 404, 404),
    ("get", f"{ONE}report/gradescope/"): (401, 404, 404, 404, 404),
    ("get", f"{ONE}bundle/"): (401, 404, 404, 404, 404),
    ("get", f"{ONE}log/"): (401, 404, 404, 404, 404),
    ("get", f"{ONE}files/train.py"): (401, 404, 404, 200, 200),
    ("post", f"{ONE}cancel/"): (401, 404, 404, 409, 409),
    ("post", f"{ONE}grade-again/"): (401, 404, 404, 403, 200),
    ("post", f"{ONE}choose/"): (401, 404, 404, 409, 409),
    ("get", f"{PROJECT}teams/"): (401, 404, 200, 200, 200),
    ("post", f"{PROJECT}teams/"): (401, 404, 400, 400, 400),
    ("post", f"{PROJECT}teams/join/"): (401, 404, 400, 400, 400),
    ("get", f"{PROJECT}invites/"): (401, 404, 200, 200, 200),
    ("get", TEAM): (401, 404, 404, 200, 200),
    ("post", f"{TEAM}leave/"): (401, 404, 404, 204, 403),
    ("get", f"{TEAM}invites/"): (401, 404, 404, 200, 200),
    ("post", f"{TEAM}invites/"): (401, 404, 404, 400, 400),
    ("post", f"{TEAM}members/"): (401, 404, 404, 400, 400),
    ("post", f"{TEAM}remove/"): (401, 404, 404, 400, 400),
    ("post", f"{TEAM}dissolve/"): (401, 404, 404, 400, 400),
    ("post", "/api/v1/invites/{invite}/"): (401, 404, 400, 400, 404),
    ("delete", "/api/v1/invites/{invite}/"): (401, 404, 404, 204, 404),
    ("get", f"{REGISTERS}attendance/"): (401, 404, 404, 404, 200),
    ("get", f"{REGISTERS}attendance/own/"): (401, 404, 200, 200, 404),
    ("get", f"{REGISTERS}attendance/1/"): (401, 404, 404, 404, 200),
    ("post", f"{REGISTERS}attendance/1/"): (401, 404, 404, 404, 400),
    ("post", "/api/v1/marks/{mark}/undo/"): (401, 404, 404, 404, 201),
    ("get", f"{TALK}slots/"): (401, 404, 200, 200, 200),
    ("post", f"{TALK}slots/"): (401, 404, 404, 404, 400),
    ("post", f"{SLOT}take/"): (401, 404, 200, 409, 403),  # the author has it
    ("post", f"{SLOT}assign/"): (401, 404, 404, 404, 400),
    ("post", f"{SLOT}close/"): (401, 404, 404, 404, 409),
    ("post", "/api/v1/places/{place}/leave/"): (401, 404, 404, 200, 404),
    ("get", f"{RATING}rating/"): (401, 404, 200, 200, 404),
    ("post", f"{RATING}rating/"): (401, 404, 400, 400, 404),
    ("get", f"{RATING}ratings/"): (401, 404, 404, 404, 200),
    ("post", f"{RATING}ratings/enter/"): (401, 404, 404, 404, 200),
    ("get", "/api/v1/schema/"): (200, 200, 200, 200, 200),
    ("get", "/api/v1/docs/"): (200, 200, 200, 200, 200),
}


@pytest.fixture
def places(course, assignment, enrollment, bob):
    now = timezone.now()
    project = a_project(course, due=None)
    team = a_team(project, enrollment)
    guest = enrollment_of(bob.person, course)
    invite = invite_to_team(team, guest, actor=enrollment.user, now=now)
    return {
        **in_class(course, enrollment, now),
        "comparison": a_pair(assignment, enrollment, guest).comparison.public_id,
        "project": project.public_id,
        "team": team.public_id,
        "invite": invite.public_id,
        "course": course.public_id,
        "assignment": assignment.public_id,
        "enrollment": enrollment.public_id,
        "submission": a_submission(assignment, enrollment).public_id,
    }


def in_class(course, enrollment, now):
    registers, talk = an_attendance(course), a_presentation(course)
    session = a_session(course, 1, now - timedelta(hours=2))
    said = {enrollment.pk: Said("present")}
    tina = an_enrollment(course, "Tina", "grader").user
    [mark] = take_register(registers, session, said, seen=0, actor=tina, now=now)
    slot = a_slot(talk, a_session(course, 2, now + timedelta(days=5)), now=now)
    place = take_place(slot, actor=enrollment.user, now=now)
    return {
        "registers": registers.public_id,
        "mark": mark.public_id,
        "talk": talk.public_id,
        "slot": slot.public_id,
        "place": place.public_id,
        "rating": a_peer_rating(course, due=PAST).public_id,
    }


@pytest.mark.parametrize(("method", "address"), DOORS)
def test_each_visitor_gets_what_the_table_says(
    method, address, places, stranger, bob, program, enrollment, tara
):
    url = address.format(**places)
    nobody = getattr(Client(), method)(url).status_code
    visitors = (stranger, bob, program(enrollment.user), tara)
    found = (nobody, *(visitor(method, url).status_code for visitor in visitors))
    assert found == DOORS[method, address]


def test_hidden_and_absent_look_the_same(stranger, places):
    hidden = stranger.get(ONE.format(**places))
    absent = stranger.get(ONE.format(submission="0" * 8 + "-0000" * 3 + "-" + "0" * 12))
    assert hidden.json() == absent.json()


@pytest.mark.parametrize(
    ("scopes", "method", "address"),
    [
        (("submit", "staff"), "get", "/api/v1/courses/"),
        (("read",), "post", "/api/v1/assignments/{assignment}/submissions/"),
        (("read",), "post", f"{ONE}cancel/"),
        (("read", "submit"), "post", f"{ONE}grade-again/"),
    ],
)
def test_a_token_that_lacks_the_scope_is_refused(
    scopes, method, address, places, program, tara, enrollment
):
    for person in (tara.person, enrollment.user):
        visitor = program(person, scopes)
        body = problem(visitor(method, address.format(**places)), 403, "scope_missing")
        assert body["scope"] in body["detail"]


def test_staff_need_the_scope_to_see_others_work(places, program, tara):
    narrow = program(tara.person, ("read", "submit"))
    problem(narrow.get(ONE.format(**places)), 403, "scope_missing")
    listed = narrow.get(
        "/api/v1/assignments/{assignment}/submissions/".format(**places)
    )
    assert listed.json()["results"] == []


def test_an_address_that_is_none_is_a_problem(db):
    problem(Client().get("/api/v1/nothing/"), 404, "not_found")
    problem(Client().post("/api/nothing"), 404, "not_found")
    body = problem(Client().get("/api/v1/courses"), 404, "not_found")
    assert "slash" in body["detail"]


def test_a_method_that_is_none_is_a_problem(alice):
    answer = alice("delete", "/api/v1/courses/")
    problem(answer, 405, "method_not_allowed")
    assert "GET" in answer["Allow"]


def test_a_mistake_of_ours_is_a_problem_that_tells_nothing(alice, monkeypatch, caplog):
    def broken(*args, **more):
        raise KeyError("inner secret")

    monkeypatch.setattr("portal.api.v1.courses.visible_courses", broken)
    answer = alice.get("/api/v1/courses/")
    problem(answer, 500, "server_error")
    assert "secret" not in answer.content.decode()
    assert "inner secret" in caplog.text
