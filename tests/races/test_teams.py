"""Students who change and use a team at the same moment."""

from functools import partial

import pytest

from portal.assignments import services
from portal.assignments.models import TeamMember
from portal.assignments.teams import members_of
from portal.lib.errors import ConflictError
from portal.submissions.models import Charge, QuotaBucket
from tests.factories.grading import NOON, a_course, an_enrollment, hand_in
from tests.factories.teams import a_project, a_team
from tests.races.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def tried(call):
    """Return what the call gave, or the refusal."""
    try:
        return call()
    except ConflictError as error:
        return error


def test_two_members_who_hand_in_at_once_share_one_bucket_and_one_count():
    course = a_course()
    alice, bob = an_enrollment(course), an_enrollment(course)
    project = a_project(course, per_day=1)
    a_team(project, alice, bob)
    found = at_once(*[partial(hand_in, project, one) for one in (alice, bob)])
    assert sorted(one.number for one in found) == [1, 2]
    assert sorted(one.charge for one in found) == [Charge.HELD, Charge.RESERVED]
    assert QuotaBucket.objects.get().team_id == found[0].team_id


def test_of_many_who_want_the_last_place_one_has_it():
    course = a_course()
    first = [an_enrollment(course) for _ in range(2)]
    rest = [an_enrollment(course) for _ in range(5)]
    project = a_project(course, most=3, due=None)
    team = a_team(project, *first)
    join = partial(services.join_team, project, code=team.join_code, now=NOON)
    calls = [partial(tried, partial(join, actor=one.user)) for one in rest]
    found = at_once(*calls)
    assert sum(isinstance(one, ConflictError) for one in found) == 4
    assert len(members_of(team)) == 3


def test_nobody_gets_into_two_teams_at_once():
    course = a_course()
    project = a_project(course, due=None)
    teams = [
        a_team(project, an_enrollment(course), name=name) for name in ("Blue", "Red")
    ]
    alice = an_enrollment(course)
    calls = [
        partial(
            tried,
            partial(
                services.join_team,
                project,
                code=team.join_code,
                actor=alice.user,
                now=NOON,
            ),
        )
        for team in teams
    ]
    found = at_once(*calls)
    assert sum(isinstance(one, ConflictError) for one in found) == 1
    assert TeamMember.objects.filter(enrollment=alice, left_at=None).count() == 1
