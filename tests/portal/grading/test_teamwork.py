"""What a team hands in: one bucket, one share, one number, and who was in it."""

from datetime import timedelta

import pytest

from graders.protocol import Outcome
from portal.assignments import services as teams
from portal.courses.models import Role
from portal.courses.services import drop
from portal.grading import services
from portal.grading.models import LeaseUse, Share
from portal.grading.selectors import moment_of
from portal.grading.services.share import rebuild_shares
from portal.grading.wire import seeds_of
from portal.lib.errors import ConflictError, RefusedError
from portal.submissions.access import get_submission, own_submissions
from portal.submissions.models import Charge
from portal.submissions.parties import is_own, members_of, reader_of
from portal.submissions.selectors import quota_of, work_on
from portal.submissions.services import credit_earlier
from tests.factories.grading import (
    DUE,
    NOON,
    a_course,
    a_report,
    an_assignment,
    an_enrollment,
    claim,
    hand_in,
)
from tests.factories.runners import a_runner
from tests.factories.teams import a_project, a_team

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def cast():
    course = a_course("w251")
    return [an_enrollment(course, name) for name in ("alice", "bob", "cem")]


@pytest.fixture
def project(cast):
    return a_project(cast[0].course, per_day=2)


@pytest.fixture
def tara(cast):
    return an_enrollment(cast[0].course, "tara", role=Role.INSTRUCTOR).user


def test_a_submission_names_who_was_in_the_team_then(project, cast, tara):
    alice, bob, cem = cast
    team = a_team(project, alice, bob)
    first = hand_in(project, alice)
    teams.move_to_team(team, cem, actor=tara, now=NOON)
    teams.remove_from_team(team, bob, actor=tara, now=NOON)
    second = hand_in(project, cem, now=NOON + HOUR)

    assert (first.team, first.number, second.number) == (team, 1, 2)
    assert members_of(first) == [alice, bob]
    assert members_of(second) == [alice, cem]
    team.refresh_from_db()
    assert team.first_hand_in_at == NOON


def test_nobody_hands_in_without_the_team_that_is_asked_for(project, cast):
    with pytest.raises(RefusedError, match="you are in none") as caught:
        hand_in(project, cast[0])
    assert caught.value.code == "no_team"
    a_team(project, cast[0])
    with pytest.raises(RefusedError, match="yours has 1"):
        hand_in(project, cast[0])


def test_where_one_may_be_alone_work_alone_stays_ones_own(cast):
    alice, bob, _ = cast
    project = a_project(alice.course, least=1)
    alone = hand_in(project, alice)
    team = a_team(project, alice, bob)
    together = hand_in(project, bob, now=NOON + HOUR)
    assert alone.team is None and not is_own(alone, bob.user)
    assert (together.team, together.number) == (team, 2)
    assert [one.number for one in work_on(alice, project)] == [2, 1]
    assert [one.number for one in work_on(bob, project)] == [2]


def test_a_team_has_one_bucket(project, cast):
    alice, bob, _ = cast
    team = a_team(project, alice, bob)
    hand_in(project, alice)
    hand_in(project, bob)
    third = hand_in(project, alice)
    assert third.charge == Charge.HELD
    assert quota_of(project, bob, team=team, now=NOON).left == 0
    other = an_assignment(alice.course, slug="hw06", per_day=2)
    hand_in(other, alice)
    assert quota_of(other, bob, now=NOON).left == 2


def test_what_was_free_comes_back_to_the_team(project, cast):
    alice, bob, _ = cast
    team = a_team(project, alice, bob)
    hand_in(project, alice)
    runner = a_runner("cpu-01")
    granted = claim(runner)
    report = a_report(granted, Outcome.UNGRADABLE)
    services.accept_report(granted.use, report, now=NOON)
    assert quota_of(project, bob, team=team, now=NOON).left == 2


def test_fair_share_is_the_teams_and_not_its_authors(project, cast):
    alice, bob, cem = cast
    team = a_team(project, alice, bob)
    hand_in(project, alice)
    runner = a_runner("cpu-01")
    granted = claim(runner)
    services.accept_report(granted.use, a_report(granted), now=NOON + HOUR)
    assert Share.objects.get().team == team
    assert LeaseUse.objects.get().team == team
    assert rebuild_shares()[0] == 1

    # Her own work waits behind nobody; the team's waits behind a newcomer's.
    hand_in(project, bob, now=NOON + HOUR)
    other = an_assignment(alice.course, slug="hw06")
    later = NOON + HOUR + timedelta(minutes=1)
    for person in (cem, alice):
        hand_in(other, person, now=later)
    order = [claim(runner, now=later).job.submission for _ in range(3)]
    assert [(one.team, one.enrollment) for one in order] == [
        (None, cem),
        (None, alice),
        (team, bob),
    ]


def test_seeds_are_the_teams(project, cast):
    alice, bob, _ = cast
    a_team(project, alice, bob)
    first, second = hand_in(project, alice), hand_in(project, bob)
    version = project.published_version
    assert seeds_of(first, version, 2) == seeds_of(second, version, 2)


def test_members_see_it_and_it_is_theirs(project, cast):
    alice, bob, cem = cast
    a_team(project, alice, bob)
    submission = hand_in(project, alice)
    assert get_submission(bob.user, submission.public_id) == submission
    assert list(own_submissions(bob.user, project)) == [submission]
    assert list(own_submissions(cem.user, project)) == []
    assert reader_of(submission, bob.user) == bob
    assert services.cancel(submission, actor=bob.user, now=NOON).state == "cancelled"
    with pytest.raises(RefusedError):
        services.cancel(submission, actor=cem.user, now=NOON)


def test_a_late_joiner_sees_what_came_before_and_staff_may_let_it_count(
    project, cast, tara
):
    alice, bob, cem = cast
    team = a_team(project, alice, bob)
    submission = hand_in(project, alice)
    with pytest.raises(ConflictError, match="not in this team"):
        credit_earlier(team, cem, reason="Was there.", actor=tara, now=NOON)
    teams.join_team(project, code=team.join_code, actor=cem.user, now=NOON)
    assert is_own(submission, cem.user) and members_of(submission) == [alice, bob]

    assert credit_earlier(team, cem, reason="Was there.", actor=tara, now=NOON) == 1
    assert members_of(submission) == [alice, bob, cem]
    added = submission.members.get(enrollment=cem)
    assert (added.added_by, added.added_at) == (tara, NOON)
    assert credit_earlier(team, cem, reason="Again.", actor=tara, now=NOON) == 0


def test_a_dissolved_teams_work_stays_everybodys(project, cast, tara):
    alice, bob, _ = cast
    team = a_team(project, alice, bob)
    submission = hand_in(project, alice)
    teams.dissolve_team(team, reason="They asked.", actor=tara, now=NOON)
    assert is_own(submission, bob.user) and members_of(submission) == [alice, bob]


def test_whoever_was_dropped_is_not_named_and_finds_the_rest_on_return(
    project, cast, tara
):
    alice, bob, cem = cast
    a_team(project, alice, bob, cem)
    first = hand_in(project, alice)
    drop(bob, actor=tara, now=NOON)
    second = hand_in(project, alice, now=NOON + HOUR)
    bob.is_active = True
    bob.save()
    assert (members_of(first), members_of(second)) == (cast, [alice, cem])


def test_a_team_is_on_time_while_one_of_them_has_time(project, cast, tara):
    alice, bob, _ = cast
    a_team(project, alice, bob)
    until = DUE + timedelta(days=2)
    teams.give_extension(project, bob, until=until, reason="Ill.", actor=tara, now=NOON)
    submission = hand_in(project, alice, now=DUE + HOUR)
    assert not submission.is_late
    at = DUE + HOUR
    assert not moment_of(submission, viewer=alice.user, now=at).is_past_due
    assert hand_in(project, bob, now=until + HOUR).is_late


def test_a_newer_one_of_the_team_supersedes_where_the_last_counts(cast):
    alice, bob, _ = cast
    project = a_project(alice.course, counts="last")
    a_team(project, alice, bob)
    first = hand_in(project, alice)
    hand_in(project, bob)
    assert first.grading_jobs.get().state == "cancelled"


def test_the_chosen_one_is_chosen_until_the_lock(cast, tara):
    alice, bob, cem = cast
    lock = {"at": DUE.isoformat(), "session": None, "offset": 0.0, "days": 0}
    project = a_project(alice.course, counts="chosen", lock=lock)
    team = a_team(project, alice, bob)
    submission = hand_in(project, alice)
    assert services.choose(submission, actor=bob.user, now=NOON).author == bob.user
    teams.join_team(project, code=team.join_code, actor=cem.user, now=NOON)
    with pytest.raises(RefusedError, match="before you joined"):
        services.choose(submission, actor=cem.user, now=NOON)
    with pytest.raises(RefusedError, match="with it the choice"):
        services.choose(submission, actor=alice.user, now=DUE + HOUR)
    assert services.choose(submission, actor=tara, now=DUE + HOUR).author == tara


@pytest.mark.parametrize("rule", ["best", "last"])
def test_nothing_is_chosen_where_a_rule_decides(cast, rule):
    assignment = an_assignment(cast[0].course, counts=rule)
    submission = hand_in(assignment, cast[0])
    with pytest.raises(ConflictError, match=f"the {rule}") as caught:
        services.choose(submission, actor=cast[0].user, now=NOON)
    assert caught.value.code == "no_choice"
