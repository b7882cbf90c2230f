"""Students who want, leave and are given a place at the same moment."""

from datetime import timedelta
from functools import partial

import pytest

from portal.lib.errors import ConflictError
from portal.meetings.models import Place
from portal.meetings.services import leave_place, take_place
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.meetings import a_presentation, a_session, a_slot
from tests.races.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course(transactional_db):
    return a_course()


@pytest.fixture
def talk(course):
    return a_presentation(course)


@pytest.fixture
def slot(talk, course):
    session = a_session(course, 1, NOON + timedelta(days=5))
    return a_slot(talk, session, places=2)


def taking(slot, student):
    return partial(take_place, slot, actor=student.user, now=NOON)


def test_of_many_at_once_as_many_as_there_are_places_have_one(slot, course):
    found = at_once(*[taking(slot, an_enrollment(course)) for _ in range(6)])
    assert sorted(one.is_waiting for one in found) == [False] * 2 + [True] * 4
    by_row = sorted(found, key=lambda one: one.pk)
    assert [one.is_waiting for one in by_row[:2]] == [False, False]


def test_two_who_leave_at_once_let_two_up_and_no_more(slot, course):
    people = [an_enrollment(course) for _ in range(5)]
    places = [taking(slot, one)() for one in people]
    calls = [
        partial(leave_place, place, actor=one.user, now=NOON)
        for place, one in zip(places[:2], people[:2], strict=True)
    ]
    assert {one.pk for one in at_once(*calls)} == {places[2].pk, places[3].pk}
    here = Place.objects.filter(left_at=None).order_by("pk")
    assert [one.is_waiting for one in here] == [False, False, True]


def test_who_takes_while_somebody_leaves_does_not_pass_the_line(slot, course):
    people = [an_enrollment(course) for _ in range(4)]
    places = [taking(slot, one)() for one in people[:3]]
    leaving = partial(leave_place, places[0], actor=people[0].user, now=NOON)
    _, came = at_once(leaving, taking(slot, people[3]))
    assert came.is_waiting
    assert not Place.objects.get(pk=places[2].pk).is_waiting


def test_nobody_has_two_places_at_once(slot, talk, course):
    alice = an_enrollment(course)
    second = a_slot(talk, slot.session, role="Critic")
    found = at_once(taking(slot, alice), taking(second, alice))
    assert sum(isinstance(one, ConflictError) for one in found) == 1
    assert Place.objects.filter(left_at=None).count() == 1
