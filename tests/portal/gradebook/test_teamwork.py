"""Grades of teams: what counts for whom, and which one where they choose."""

from datetime import timedelta

import pytest

from portal.assignments import services as teams
from portal.courses.models import Role
from portal.gradebook.models import Category
from portal.gradebook.selectors import counting_submission, course_table, own_cells
from portal.gradebook.services import adjust
from portal.grading import services
from portal.grading.models import Score
from portal.submissions.services import credit_earlier
from tests.factories.grading import DUE, NOON, a_course, an_enrollment, hand_in
from tests.factories.teams import a_project, a_team

pytestmark = pytest.mark.django_db
PER_DAY = {"late": [{"rule": "per_day", "options": {"percent": 10}}]}


@pytest.fixture
def cast():
    course = a_course("w251", policy=PER_DAY)
    Category.objects.create(course=course, slug="homework", title="H", weight=100)
    return [an_enrollment(course, name) for name in ("alice", "bob", "cem")]


@pytest.fixture
def tara(cast):
    return an_enrollment(cast[0].course, "tara", role=Role.INSTRUCTOR).user


def scored(submission, points):
    Score.objects.create(
        submission=submission,
        job=submission.grading_jobs.get(),
        points=points,
        max_points=10,
        computed_at=NOON,
    )
    return submission


def points(cast):
    table = course_table(cast[0].course, now=DUE)
    return [row.cells[0].score for row in table.rows]


def test_one_score_counts_for_all_who_were_in_the_team(cast, tara):
    alice, bob, cem = cast
    project = a_project(alice.course)
    team = a_team(project, alice, bob)
    first = scored(hand_in(project, alice), 6)
    teams.move_to_team(team, cem, actor=tara, now=NOON)
    assert points(cast) == [6, 6, None]
    second = scored(hand_in(project, cem), 9)
    assert points(cast) == [9, 9, 9]

    teams.dissolve_team(team, reason="They asked.", actor=tara, now=NOON)
    assert points(cast) == [9, 9, 9]
    assert counting_submission(bob, project) == second
    assert own_cells(alice.course, cem)[project.pk].submission == second.public_id
    Score.objects.filter(submission=second).delete()
    assert counting_submission(cem, project) is None
    credit_earlier_is_given(project, cem, tara, first)


def test_what_one_member_is_given_or_loses_is_theirs_alone(cast, tara):
    alice, bob, _ = cast
    project = a_project(alice.course)
    a_team(project, alice, bob)
    scored(hand_in(project, alice), 6)
    adjust(project, bob, points=-2, reason="Did little.", actor=tara, now=NOON)
    cells = [row.cells[0] for row in course_table(alice.course, now=DUE).rows]
    assert [cell.grade.points for cell in cells] == [6, 4, None]
    assert cells[0].submission == cells[1].submission


def credit_earlier_is_given(project, cem, tara, first):
    team = first.team
    team.dissolved_at = None
    team.save()
    teams.move_to_team(team, cem, actor=tara, now=NOON)
    credit_earlier(team, cem, reason="Was there.", actor=tara, now=NOON)
    assert counting_submission(cem, project) == first


def test_days_late_are_the_teams_for_everybody(cast, tara):
    alice, bob, _ = cast
    project = a_project(alice.course)
    a_team(project, alice, bob)
    until = DUE + timedelta(days=2)
    teams.give_extension(project, bob, until=until, reason="Ill.", actor=tara, now=NOON)
    scored(hand_in(project, alice, now=until + timedelta(hours=1)), 10)
    assert points(cast)[:2] == [9, 9]
    mine = own_cells(alice.course, alice, now=until)[project.pk]
    assert (mine.score, mine.counted.days_late) == (9, 1)


def test_the_newest_choice_counts_and_until_then_the_best(cast):
    alice, bob, _ = cast
    project = a_project(alice.course, counts="chosen")
    a_team(project, alice, bob)
    low, high = (scored(hand_in(project, alice), n) for n in (4, 8))
    assert points(cast)[:2] == [8, 8]
    services.choose(low, actor=alice.user, now=NOON)
    assert points(cast)[:2] == [4, 4]
    assert counting_submission(bob, project) == low
    services.choose(high, actor=bob.user, now=NOON)
    assert points(cast)[:2] == [8, 8]


def test_a_choice_that_is_not_graded_yet_leaves_the_one_before(cast):
    alice, bob, _ = cast
    project = a_project(alice.course, counts="chosen")
    a_team(project, alice, bob)
    first = scored(hand_in(project, alice), 4)
    scored(hand_in(project, alice), 8)
    services.choose(first, actor=alice.user, now=NOON)
    services.choose(hand_in(project, bob), actor=bob.user, now=NOON)
    assert points(cast)[:2] == [4, 4]


def test_teams_and_choices_cost_the_table_no_query(cast, django_assert_num_queries):
    alice, bob, _ = cast
    project = a_project(alice.course, counts="chosen", per_day=50)
    a_team(project, alice, bob)
    for _ in range(2):
        scored(hand_in(project, alice), 5)
    with django_assert_num_queries(5):
        course_table(alice.course)
    for _ in range(8):
        scored(hand_in(project, bob), 5)
    with django_assert_num_queries(5):
        course_table(alice.course)
