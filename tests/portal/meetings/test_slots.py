from datetime import timedelta

import pytest

from portal.audit.models import Event
from portal.courses.models import Role
from portal.lib.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from portal.meetings import services
from portal.meetings.models import Place
from portal.meetings.slots import slots_of
from tests.factories.grading import NOON, a_course, an_enrollment
from tests.factories.meetings import a_presentation, a_session, a_slot

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
START = NOON + timedelta(days=5)
LAST = START - 24 * HOUR  # to leave by oneself


@pytest.fixture
def course():
    return a_course()


@pytest.fixture
def talk(course):
    return a_presentation(course)


@pytest.fixture
def slot(talk, course):
    return a_slot(talk, a_session(course, 1, START))


@pytest.fixture
def people(course):
    return [an_enrollment(course, name) for name in ("Alice", "Bob", "Cem")]


@pytest.fixture
def ines(course):
    return an_enrollment(course, "Ines", Role.INSTRUCTOR).user


def take(slot, student, now=NOON):
    return services.take_place(slot, actor=student.user, now=now)


def seen(slot, viewer, now=NOON):
    [line] = slots_of(slot.assignment, viewer, now=now)
    return line


def test_who_comes_first_has_the_place_and_the_line_moves_up(slot, people):
    alice, bob, cem = people
    first, second, third = (take(slot, one) for one in people)
    assert [first.is_waiting, second.is_waiting, third.is_waiting] == [
        False,
        True,
        True,
    ]
    assert (seen(slot, bob).position, seen(slot, cem).position) == (1, 2)
    moved = services.leave_place(first, actor=alice.user, now=LAST)
    assert moved == second and not seen(slot, bob).own.is_waiting
    assert (seen(slot, cem).position, seen(slot, bob).position) == (1, 0)
    assert Event.objects.filter(verb="place.moved_up").count() == 1
    again = take(slot, alice)
    assert again.is_waiting and seen(slot, alice).position == 2
    assert services.leave_place(third, actor=cem.user, now=LAST) is None


def test_after_the_deadline_only_staff_change_who_has_a_place(slot, people, ines):
    alice, bob, _ = people
    place, line = take(slot, alice), take(slot, bob)
    late = LAST + HOUR
    assert not seen(slot, alice, late).can_leave and seen(slot, bob, late).can_leave
    with pytest.raises(ConflictError, match="ask the staff"):
        services.leave_place(place, actor=alice.user, now=late)
    assert services.remove_place(place, actor=ines, now=late) is None
    assert Place.objects.get(pk=line.pk).is_waiting
    given = services.assign_place(slot, bob, actor=ines, now=late)
    assert not given.is_waiting and seen(slot, bob).waiting == ()


def test_nobody_passes_the_line_but_by_staff(slot, people, ines):
    alice, bob, cem = people
    place = take(slot, alice)
    take(slot, bob)
    with pytest.raises(ConflictError, match="No place is free"):
        services.assign_place(slot, cem, actor=ines, now=NOON)
    services.remove_place(place, actor=ines, now=LAST + HOUR)
    assert take(slot, cem, LAST + HOUR).is_waiting


def test_one_place_in_an_assignment_is_enough(slot, talk, course, people):
    take(slot, people[0])
    second = a_slot(talk, slot.session, role="Questioner")
    with pytest.raises(ConflictError, match="must be left first"):
        take(second, people[0])
    assert not seen_in(talk, people[0])[1].can_take
    assert seen_in(talk, people[1])[1].can_take


def seen_in(talk, viewer):
    return slots_of(talk, viewer, now=NOON)


def test_who_may_not_take_is_refused(slot, people, ines):
    with pytest.raises(ConflictError, match="has begun"):
        take(slot, people[0], START)
    with pytest.raises(RefusedError):
        services.take_place(slot, actor=ines, now=NOON)
    stranger = an_enrollment(a_course())
    with pytest.raises(NotFoundError):
        take(slot, stranger)
    with pytest.raises(NotFoundError):
        services.assign_place(slot, stranger, actor=ines, now=NOON)
    place = take(slot, people[0])
    for call in (services.leave_place, services.remove_place):
        with pytest.raises(NotFoundError):
            call(place, actor=people[1].user, now=NOON)
    services.leave_place(place, actor=people[0].user, now=NOON)
    with pytest.raises(ConflictError, match="left already"):
        services.leave_place(place, actor=people[0].user, now=NOON)


def test_a_slot_is_closed_once_nobody_is_in_it(slot, people, ines):
    place = take(slot, people[0])
    with pytest.raises(ConflictError, match="take them out first"):
        services.close_slot(slot, actor=ines, now=NOON)
    services.remove_place(place, actor=ines, now=NOON)
    services.close_slot(slot, actor=ines, now=NOON)
    with pytest.raises(NotFoundError):
        take(slot, people[0])
    assert seen_in(slot.assignment, people[0]) == []


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"role": " "}, InvalidError),
        ({"role": "x" * 65}, InvalidError),
        ({"places": 0}, InvalidError),
        ({"places": 101}, InvalidError),
        ({"notice_hours": -1}, InvalidError),
        ({"now": START}, InvalidError),
        ({}, ConflictError),
    ],
)
def test_what_is_no_slot_is_refused(slot, ines, changed, error):
    said = {"role": "Presenter", "places": 1, "notice_hours": 24, "now": NOON}
    with pytest.raises(error):
        services.open_slot(
            slot.assignment, slot.session, actor=ines, **{**said, **changed}
        )


def test_only_staff_open_and_close(slot, people):
    alice = people[0].user
    with pytest.raises(NotFoundError):
        a = {"role": "Critic", "places": 1, "notice_hours": 1}
        services.open_slot(slot.assignment, slot.session, actor=alice, now=NOON, **a)
    with pytest.raises(NotFoundError):
        services.close_slot(slot, actor=alice, now=NOON)
