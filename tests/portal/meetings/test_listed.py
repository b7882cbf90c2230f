"""Slots that the course's files list: opened by a load, kept as staff left them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from graders.spec import spec_from_json, spec_to_json
from graders.spec.model import SlotSpec
from portal.assignments.models import AssignmentVersion
from portal.courses.models import Role
from portal.meetings.models import Slot
from portal.meetings.services import (
    SlotsChange,
    close_slot,
    remove_place,
    sync_slots,
    take_place,
)
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.meetings import a_presentation, a_session, a_slot

pytestmark = pytest.mark.django_db
TALKS = SlotSpec("Presents", (1, 2), places=2)
START = NOON + timedelta(days=5)


@pytest.fixture
def course():
    return a_course()


@pytest.fixture
def talk(course):
    for unit in (1, 2):
        a_session(course, unit, START)
    return listed(a_presentation(course), TALKS)


@pytest.fixture
def ines(course):
    return an_enrollment(course, "Ines", Role.INSTRUCTOR).user


def listed(talk, *slots):
    """Let the assignment's files say these slots from now on."""
    version = talk.published_version
    spec = replace(spec_from_json(version.spec), slots=slots)
    stored = AssignmentVersion.objects.filter(pk=version.pk)
    stored.update(spec=spec_to_json(spec))
    talk.refresh_from_db()
    return talk


def sync(talk):
    return sync_slots(talk, actor=None, now=NOON)


def open_now(talk):
    found = Slot.objects.filter(assignment=talk, closed_at=None)
    return [(slot.session.unit, slot.role, slot.places) for slot in found]


def test_a_load_opens_a_slot_at_each_session_and_again_nothing(talk):
    assert sync(talk) == SlotsChange(opened=2)
    assert open_now(talk) == [(1, "Presents", 2), (2, "Presents", 2)]
    assert sync(talk) == SlotsChange()


def test_sessions_that_are_over_get_theirs_too(talk):
    later = START + timedelta(days=90)
    assert sync_slots(talk, actor=None, now=later).opened == 2


def test_a_slot_that_staff_closed_stays_closed(talk, ines):
    sync(talk)
    close_slot(Slot.objects.get(session__unit=2), actor=ines, now=NOON)
    assert sync(talk) == SlotsChange()
    assert open_now(talk) == [(1, "Presents", 2)]


def test_a_slot_that_staff_opened_is_left_alone(talk):
    session = talk.course.sessions.get(unit=1)
    a_slot(talk, session, role="Presents", places=7)
    assert sync(talk) == SlotsChange(opened=1)
    assert open_now(talk) == [(1, "Presents", 7), (2, "Presents", 2)]
    listed(talk)
    assert sync(talk) == SlotsChange(closed=1)
    assert open_now(talk) == [(1, "Presents", 7)]


def test_what_left_the_file_is_closed_unless_somebody_is_in_it(talk, ines):
    sync(talk)
    alice = an_enrollment(talk.course, "Alice")
    place = take_place(Slot.objects.get(session__unit=1), actor=alice.user, now=NOON)
    listed(talk)
    assert sync(talk) == SlotsChange(closed=1, kept=1)
    assert open_now(talk) == [(1, "Presents", 2)]

    remove_place(place, actor=ines, now=NOON)
    assert sync(talk).closed == 1
    listed(talk, TALKS)
    assert sync(talk).opened == 2


def test_more_places_are_for_those_who_wait_and_fewer_put_nobody_out(talk):
    sync(listed(talk, replace(TALKS, places=1)))
    slot = Slot.objects.get(session__unit=1)
    people = [an_enrollment(talk.course, name) for name in ("Alice", "Bob", "Cem")]
    for one in people:
        take_place(slot, actor=one.user, now=NOON)
    listed(talk, TALKS)
    assert sync(talk).changed == 2
    assert slot.taken.filter(is_waiting=True).get().enrollment == people[2]
    listed(talk, replace(TALKS, places=1))
    assert sync(talk).changed == 2
    assert slot.taken.filter(is_waiting=False).count() == 2
