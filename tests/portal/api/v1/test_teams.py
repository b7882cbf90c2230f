import pytest

from portal.assignments.teams import members_of
from portal.grading.models import Score
from tests.factories.grading import NOON, an_enrollment, hand_in
from tests.factories.teams import a_project, a_team
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db
JSON = "application/json"


@pytest.fixture
def project(course):
    return a_project(course, due=None)


@pytest.fixture
def teams(project):
    return f"/api/v1/assignments/{project.public_id}/teams/"


def send(program, url, **body):
    return program.post(url, body, content_type=JSON)


def test_a_student_makes_a_team_and_others_come_in(alice, bob, teams, project, course):
    made = send(alice, teams, name="Blue")
    assert made.status_code == 201
    body = made.json()
    assert [one["email"] for one in body["members"]] == ["alice@example.edu"]

    invited = send(alice, body["urls"]["invites"], email="BOB@example.edu").json()
    listed = bob.get(f"/api/v1/assignments/{project.public_id}/invites/").json()
    assert [one["id"] for one in listed] == [invited["id"]]
    assert send(bob, listed[0]["urls"]["self"], answer="accept").status_code == 204

    an_enrollment(course, "cem")
    again = send(bob, f"{teams}join/", code=body["code"])
    assert problem(again, 409, "in_a_team")["detail"].startswith("Bob is in the team")
    assert len(alice.get(body["urls"]["self"]).json()["members"]) == 2
    assert bob.post(body["urls"]["leave"]).status_code == 204


def test_staff_form_move_and_dissolve(tara, alice, teams, course, project, enrollment):
    cem = an_enrollment(course, "cem")
    team = send(tara, teams, name="Red", members=["alice@example.edu"]).json()
    base = f"/api/v1/teams/{team['id']}/"
    moved = send(tara, f"{base}members/", email="cem@example.edu").json()
    assert [one["name"] for one in moved["members"]] == ["Alice", "cem"]
    submission = hand_in(project, cem)
    send(tara, f"{base}remove/", email="cem@example.edu")
    again = send(
        tara,
        f"{base}members/",
        email="cem@example.edu",
        earlier_counts_because="Was there.",
    )
    assert again.status_code == 200
    page = tara.get(f"/api/v1/submissions/{submission.public_id}/").json()
    assert page["team"]["name"] == "Red"
    assert [one["name"] for one in page["counts_for"]] == ["Alice", "cem"]
    assert alice.get(f"/api/v1/submissions/{submission.public_id}/").status_code == 200
    problem(send(tara, f"{base}dissolve/", reason=" "), 400, "invalid")
    gone = send(tara, f"{base}dissolve/", reason="They asked.").json()
    assert gone["dissolved_at"] and gone["members"] == []
    assert tara.get(teams).json()["results"] == []


def test_staff_need_their_scope(tara, program, teams, project, enrollment):
    team = a_team(project, enrollment)
    narrow = program(tara.person, ("read", "submit"))
    assert narrow.get(teams).json()["results"] == []
    problem(narrow.get(f"/api/v1/teams/{team.public_id}/"), 403, "scope_missing")
    problem(send(narrow, teams, name="Red"), 403, "scope_missing")
    assert [one["name"] for one in tara.get(teams).json()["results"]] == ["Blue"]
    assert members_of(team) == [enrollment]


def test_the_one_that_counts_is_chosen(alice, course, enrollment):
    assignment = a_project(course, least=1, counts="chosen", due=None)
    low, high = (hand_in(assignment, enrollment) for _ in range(2))
    for submission, points in ((low, 3), (high, 5)):
        Score.objects.create(
            submission=submission,
            job=submission.grading_jobs.get(),
            points=points,
            max_points=10,
            computed_at=NOON,
        )
    answer = alice.post(f"/api/v1/submissions/{low.public_id}/choose/")
    assert answer.status_code == 200
    assert low.choices.get().author == enrollment.user


def test_the_list_costs_the_same_however_many_teams(
    tara, teams, project, course, django_assert_max_num_queries
):
    for number in range(8):
        a_team(project, an_enrollment(course), name=f"Team {number}")
    with django_assert_max_num_queries(14):
        assert len(tara.get(teams).json()["results"]) == 8
