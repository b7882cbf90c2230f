from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.assignments.services import move_to_team
from portal.courses.models import Role
from portal.gradebook.selectors.seen import seen_cell
from portal.gradebook.services import enter_override, release
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.meetings.models import Rating
from portal.meetings.ratings import results_of, task_of
from portal.meetings.services import Opinion, enter_ratings, rate_team
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.meetings import a_peer_rating
from tests.factories.teams import a_team

pytestmark = pytest.mark.django_db
DUE = NOON + timedelta(days=1)
AFTER = NOON + timedelta(days=2)


@pytest.fixture
def course():
    return a_course()


@pytest.fixture
def cast(course):
    return [an_enrollment(course, name) for name in ("Alice", "Bob", "Cem")]


@pytest.fixture
def rating(course):
    due = {"at": DUE.isoformat(), "session": None, "offset": 0.0, "days": 0}
    return a_peer_rating(course, due=due)


@pytest.fixture
def team(rating, cast):
    return a_team(rating, *cast)


@pytest.fixture
def ines(course):
    return an_enrollment(course, "Ines", Role.INSTRUCTOR).user


def rate(rating, student, *said, now=NOON):
    missing = task_of(rating, student, now=now).missing
    opinions = [Opinion(points, f"Worth {points}.") for points in said]
    by_row = dict(zip((one.pk for one in missing), opinions, strict=False))
    return rate_team(rating, student, by_row, actor=student.user, now=now)


def points(rating, student):
    return seen_cell(rating, student, now=AFTER).cell.grade.points


def test_the_grade_is_the_mean_received_as_a_part_of_five(rating, team, cast, ines):
    alice, bob, cem = cast
    rate(rating, alice, 5, 2)
    rate(rating, bob, 4, 3)
    assert enter_ratings(rating, actor=ines, now=AFTER) == 0
    assert [points(rating, one) for one in cast] == [8.0, 10.0, 5.0]
    said = seen_cell(rating, cem, now=AFTER).cell.grade.reason
    assert said == "Rated 2.50 of 5 by the team."
    [found] = results_of(rating)
    assert [(one.given, one.to_give) for one in found.results] == [
        (2, 2),
        (2, 2),
        (0, 2),
    ]


def test_whom_nobody_rated_has_no_grade_and_a_grade_by_hand_stays(
    rating, team, cast, ines
):
    alice, bob, _ = cast
    rate(rating, alice, 5, 5)
    enter_override(rating, bob, points=1, reason="Left.", actor=ines, now=NOON)
    assert enter_ratings(rating, actor=ines, now=AFTER) == 1
    assert [points(rating, one) for one in cast] == [None, 1.0, 10.0]


def test_everybody_rates_once_and_all_others(rating, team, cast):
    alice, bob, _ = cast
    with pytest.raises(InvalidError, match="Give Cem 1 to 5"):
        rate(rating, alice, 5)
    with pytest.raises(InvalidError, match="Give Bob 1 to 5"):
        rate(rating, alice, 6, 5)
    blank = {one.pk: Opinion(3, " ") for one in cast[1:]}
    with pytest.raises(InvalidError, match="a sentence about Bob"):
        rate_team(rating, alice, blank, actor=alice.user, now=NOON)
    assert not Rating.objects.exists()
    first, _ = rate(rating, alice, 5, 4)
    with pytest.raises(ConflictError, match="everybody in your team already"):
        rate(rating, alice, 1, 1)
    for column in ({"rater": bob, "rated": bob}, {"rater": alice, "rated": bob}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Rating.objects.create(
                assignment=rating,
                team=team,
                points=1,
                sentence="x",
                at=NOON,
                **column,
            )
    assert Rating.objects.get(pk=first.pk).points == 5


def test_a_late_joiner_is_rated_too(rating, team, cast, course, ines):
    rate(rating, cast[0], 5, 4)
    dora = an_enrollment(course, "Dora")
    move_to_team(team, dora, actor=ines, now=NOON)
    assert task_of(rating, cast[0], now=NOON).missing == (dora,)
    assert len(rate(rating, cast[0], 3)) == 1


def test_rating_ends_when_it_is_due_and_grades_wait_for_that(rating, team, cast, ines):
    rate(rating, cast[0], 5, 4, now=DUE)
    with pytest.raises(ConflictError, match="has closed"):
        rate(rating, cast[1], 5, 4, now=AFTER)
    with pytest.raises(ConflictError, match="may still rate"):
        enter_ratings(rating, actor=ines, now=DUE)
    with pytest.raises(NotFoundError):
        enter_ratings(rating, actor=cast[0].user, now=AFTER)
    with pytest.raises(NotFoundError):
        rate_team(rating, cast[1], {}, actor=cast[0].user, now=NOON)


def test_without_a_team_there_is_nobody_to_rate(rating, team, course):
    with pytest.raises(ConflictError, match="in no team"):
        rate(rating, an_enrollment(course))


def test_students_learn_their_mean_with_the_release(rating, team, cast, ines):
    alice, bob, _ = cast
    rate(rating, alice, 5, 4)
    enter_ratings(rating, actor=ines, now=AFTER)
    assert task_of(rating, bob, now=AFTER).mean is None
    release(rating, reason="All in.", actor=ines, now=AFTER)
    assert task_of(rating, bob, now=AFTER).mean == 5.0
    assert task_of(rating, alice, now=AFTER).mean is None
