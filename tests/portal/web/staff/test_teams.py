import pytest
from django.urls import reverse
from django.utils import timezone

from portal.assignments.teams import members_of, team_of
from portal.courses.models import Role
from portal.submissions.parties import members_of as named_on
from tests.factories.grading import a_course, an_enrollment, hand_in
from tests.factories.teams import a_project, a_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    course = a_course("w251")
    return [an_enrollment(course, name) for name in ("Alice", "Bob", "Cem")]


@pytest.fixture
def project(cast):
    return a_project(cast[0].course, due=None)


@pytest.fixture
def tara(cast, signed_in):
    course = cast[0].course
    return signed_in(an_enrollment(course, "Tara", Role.INSTRUCTOR).user)


def send(client, action, thing, **fields):
    address = reverse(f"staff:{action}", args=[thing.public_id])
    return client.post(address, fields, follow=True)


def test_staff_form_change_and_dissolve_teams(tara, cast, project):
    alice, bob, cem = cast
    ticked = [alice.public_id, bob.public_id]
    said = send(tara, "team-form", project, name="Blue", student=ticked)
    assert "1 team, 1 student in none" in said.content.decode()
    team = team_of(alice, project)
    before = hand_in(project, alice, now=timezone.now())

    said = send(
        tara,
        "team-move",
        team,
        email=cem.user.email,
        earlier="yes",
        reason="Was there.",
    )
    assert "1 earlier submission count too" in said.content.decode()
    assert named_on(before) == cast
    send(tara, "team-remove", team, student=bob.public_id)
    assert members_of(team) == [alice, cem]
    assert named_on(before) == cast
    send(tara, "team-size", team, any="yes")
    said = send(tara, "team-dissolve", team, reason="They asked.")
    assert "0 teams, 3 students in none" in said.content.decode()


def test_coming_in_with_credit_needs_a_reason_or_nothing_happens(tara, cast, project):
    alice, bob, cem = cast
    team = a_team(project, alice, bob)
    hand_in(project, alice, now=timezone.now())
    refused = send(tara, "team-move", team, email=cem.user.email, earlier="yes")
    assert refused.status_code == 400
    assert team_of(cem, project) is None


def test_teams_are_taken_over_from_another_assignment(tara, cast, project):
    alice, bob, _ = cast
    a_team(project, alice, bob)
    second = a_project(alice.course, slug="second", due=None)
    said = send(tara, "teams-take-over", second, source=project.public_id)
    assert "1 team taken over." in said.content.decode()
    assert members_of(team_of(alice, second)) == [alice, bob]


def test_a_team_of_an_odd_size_is_marked(tara, cast, project):
    a_team(project, cast[0])
    page = tara.get(reverse("staff:teams", args=[project.public_id]))
    assert "1 of at least 2" in page.content.decode()


def test_the_page_costs_the_same_however_many_teams(
    tara, cast, project, django_assert_num_queries
):
    address = reverse("staff:teams", args=[project.public_id])
    a_team(project, cast[0])
    tara.get(address)
    with django_assert_num_queries(COST):
        tara.get(address)
    for number in range(6):
        a_team(project, an_enrollment(cast[0].course), name=f"Team {number}")
    with django_assert_num_queries(COST):
        tara.get(address)


COST = 10
