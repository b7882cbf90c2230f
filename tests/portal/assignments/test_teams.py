from datetime import timedelta

import pytest

from portal.assignments import services
from portal.assignments.access import get_team, visible_teams
from portal.assignments.models import TeamInvite, TeamMember
from portal.assignments.teams import (
    invites_to,
    members_of,
    party_of,
    shared_dates,
    team_of,
    why_not_yet,
    without_team,
)
from portal.courses.models import Role
from portal.courses.services import drop, set_time_multiplier
from portal.lib.codes import as_shown
from portal.lib.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from tests.factories.grading import DUE, NOON, a_course, an_assignment, an_enrollment
from tests.factories.teams import a_project, a_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return a_course("w251")


@pytest.fixture
def cast(course):
    return {name: an_enrollment(course, name) for name in ("alice", "bob", "cem")}


@pytest.fixture
def project(course):
    return a_project(course)


@pytest.fixture
def tara(course):
    return an_enrollment(course, "tara", role=Role.INSTRUCTOR).user


def form(project, student, name="Blue"):
    return services.form_team(project, name=name, actor=student.user, now=NOON)


def join(team, student, *, now=NOON):
    return services.join_team(
        team.assignment, code=as_shown(team.join_code), actor=student.user, now=now
    )


def test_students_form_a_team_and_join_by_its_code(project, cast):
    team = form(project, cast["alice"], "  Blue   Whales ")
    join(team, cast["bob"])
    assert team.name == "Blue Whales"
    assert members_of(team) == [cast["alice"], cast["bob"]]
    assert party_of(project, cast["bob"]).others == (cast["alice"],)
    assert list(without_team(project)) == [cast["cem"]]


def test_a_student_in_two_teams_is_refused(project, cast, tara):
    blue = form(project, cast["alice"])
    red = form(project, cast["bob"], "Red")
    for attempt in (
        lambda: join(blue, cast["bob"]),
        lambda: form(project, cast["bob"], "Green"),
        lambda: services.form_team_of(
            project, [cast["cem"], cast["bob"]], name="Grey", actor=tara, now=NOON
        ),
        lambda: services.invite_to_team(
            blue, cast["bob"], actor=cast["alice"].user, now=NOON
        ),
    ):
        with pytest.raises(ConflictError, match="bob is in the team Red already"):
            attempt()
    assert team_of(cast["bob"], project) == red
    assert team_of(cast["cem"], project) is None  # nothing of Grey was kept


def test_a_full_team_takes_nobody_unless_staff_allow_any_size(project, cast, tara):
    team = a_team(project, *cast.values())
    dora = an_enrollment(project.course, "dora")
    with pytest.raises(ConflictError, match="full: it has 3 of at most 3"):
        join(team, dora)
    services.allow_any_size(team, is_any_size=True, actor=tara, now=NOON)
    join(team, dora)
    assert len(members_of(team)) == 4


def test_an_invitation_is_answered_once(project, cast):
    team = form(project, cast["alice"])
    alice, bob = cast["alice"].user, cast["bob"].user
    invite = services.invite_to_team(team, cast["bob"], actor=alice, now=NOON)
    with pytest.raises(ConflictError, match="invited to this team already"):
        services.invite_to_team(team, cast["bob"], actor=alice, now=NOON)
    with pytest.raises(NotFoundError):
        services.answer_invite(invite, accept=True, actor=cast["cem"].user, now=NOON)

    services.answer_invite(invite, accept=True, actor=bob, now=NOON)

    assert team_of(cast["bob"], project) == team
    assert invites_to(cast["bob"], project) == []
    with pytest.raises(ConflictError, match="answered or taken back"):
        services.answer_invite(invite, accept=False, actor=bob, now=NOON)
    other = services.invite_to_team(team, cast["cem"], actor=bob, now=NOON)
    services.withdraw_invite(other, actor=alice, now=NOON)
    other.refresh_from_db()
    assert other.answer == TeamInvite.Answer.WITHDRAWN


def test_one_leaves_until_the_team_has_handed_in(project, cast):
    team = form(project, cast["alice"])
    join(team, cast["bob"])
    services.leave_team(team, actor=cast["bob"].user, now=NOON)
    join(team, cast["bob"])
    assert TeamMember.objects.filter(enrollment=cast["bob"]).count() == 2
    services.note_first_hand_in(team, now=NOON)
    with pytest.raises(RefusedError, match="only the course's staff"):
        services.leave_team(team, actor=cast["bob"].user, now=NOON)


def test_the_last_who_leaves_ends_the_team_and_frees_its_name(project, cast):
    team = form(project, cast["alice"])
    services.leave_team(team, actor=cast["alice"].user, now=NOON)
    team.refresh_from_db()
    assert team.dissolved_at == NOON
    assert form(project, cast["bob"]).name == "Blue"


def test_after_hand_in_closed_only_staff_change_teams(project, cast, tara):
    team = form(project, cast["alice"])
    late = DUE + timedelta(hours=1)
    with pytest.raises(RefusedError, match="closed"):
        join(team, cast["bob"], now=late)
    services.move_to_team(team, cast["bob"], actor=tara, now=late)
    assert team_of(cast["bob"], project) == team


def test_staff_move_a_student_and_an_empty_team_ends(project, cast, tara):
    blue = a_team(project, cast["alice"], cast["bob"])
    red = a_team(project, cast["cem"], name="Red")
    before = services.move_to_team(blue, cast["cem"], actor=tara, now=NOON)
    red.refresh_from_db()
    assert before == red and red.dissolved_at == NOON
    assert len(members_of(blue)) == 3
    services.remove_from_team(blue, cast["cem"], actor=tara, now=NOON)
    with pytest.raises(ConflictError, match="not in this team"):
        services.remove_from_team(blue, cast["cem"], actor=tara, now=NOON)
    with pytest.raises(NotFoundError):
        services.move_to_team(blue, cast["cem"], actor=cast["cem"].user, now=NOON)


def test_a_team_is_dissolved_with_a_reason(project, cast, tara):
    team = a_team(project, cast["alice"], cast["bob"])
    with pytest.raises(InvalidError, match="Say why"):
        services.dissolve_team(team, reason=" ", actor=tara, now=NOON)
    services.dissolve_team(team, reason="They asked.", actor=tara, now=NOON)
    assert team_of(cast["alice"], project) is None
    with pytest.raises(ConflictError, match="dissolved already"):
        services.dissolve_team(team, reason="Again.", actor=tara, now=NOON)


def test_the_next_milestone_takes_the_teams_over(project, cast, tara):
    team = a_team(project, cast["alice"], cast["bob"])
    drop(cast["bob"], actor=tara, now=NOON)
    second = a_project(project.course, slug="milestone")
    a_team(second, cast["cem"], name="Red")
    made = services.take_over_teams(second, project, actor=tara, now=NOON)
    assert [one.name for one in made] == [team.name]
    assert members_of(made[0]) == [cast["alice"]]
    assert services.take_over_teams(second, project, actor=tara, now=NOON) == []


@pytest.mark.parametrize("name", ["", "  ", "a\tb\x07", "x" * 65])
def test_a_name_that_is_none_is_refused(project, cast, name):
    with pytest.raises(InvalidError, match="name"):
        form(project, cast["alice"], name)


def test_a_name_is_taken_once(project, cast):
    form(project, cast["alice"])
    with pytest.raises(ConflictError, match="a team called Blue"):
        form(project, cast["bob"])


def test_no_team_where_one_hands_in_alone(course, cast):
    alone = an_assignment(course)
    with pytest.raises(RefusedError, match="handed in alone"):
        form(alone, cast["alice"])
    assert party_of(alone, cast["alice"]).team is None


def test_why_not_yet_names_what_is_missing(project, cast, tara):
    assert "you are in none" in why_not_yet(project, party_of(project, cast["alice"]))
    team = form(project, cast["alice"])
    assert "yours has 1" in why_not_yet(project, party_of(project, cast["alice"]))
    services.allow_any_size(team, is_any_size=True, actor=tara, now=NOON)
    assert why_not_yet(project, party_of(project, cast["alice"])) == ""


def test_a_drop_does_not_stop_the_others_and_a_return_finds_the_team(
    project, cast, tara
):
    team = a_team(project, cast["alice"], cast["bob"])
    drop(cast["bob"], actor=tara, now=NOON)
    party = party_of(project, cast["alice"])
    assert party.members == (cast["alice"],)
    assert why_not_yet(project, party) == ""
    cast["bob"].is_active = True
    cast["bob"].save()
    assert party_of(project, cast["bob"]).team == team


def test_a_team_has_the_time_of_who_has_the_most(project, cast, tara):
    more = DUE + timedelta(days=3)
    services.give_extension(
        project, cast["bob"], until=more, reason="Ill.", actor=tara, now=NOON
    )
    set_time_multiplier(
        cast["cem"], multiplier=2.0, reason="Agreed.", actor=tara, now=NOON
    )
    assert shared_dates(project, list(cast.values())).due == more
    assert shared_dates(project, [cast["alice"]]).due == DUE


def test_members_and_staff_see_a_team_and_nobody_else(project, cast, tara):
    team = a_team(project, cast["alice"])
    assert get_team(cast["alice"].user, team.public_id, now=NOON) == team
    assert list(visible_teams(tara, project)) == [team]
    assert list(visible_teams(cast["bob"].user, project)) == []
    for stranger in (cast["bob"].user, an_enrollment(a_course(), "eve").user):
        with pytest.raises(NotFoundError):
            get_team(stranger, team.public_id, now=NOON)
