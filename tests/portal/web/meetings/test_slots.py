from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.courses.models import Role
from portal.meetings.models import Place, Slot
from portal.meetings.services import take_place
from tests.factories.grading import a_course, an_enrollment
from tests.factories.meetings import a_presentation, a_session, a_slot

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return a_course()


@pytest.fixture
def talk(course):
    a_session(course, 1, timezone.now() + timedelta(days=9))
    return a_presentation(course)


@pytest.fixture
def tara(course, signed_in):
    return signed_in(an_enrollment(course, "Tara", Role.GRADER).user)


@pytest.fixture
def alice(course):
    return an_enrollment(course, "Alice")


@pytest.fixture
def bob(course):
    return an_enrollment(course, "Bob")


def send(client, action, thing, **fields):
    address = reverse(f"meetings:{action}", args=[thing.public_id])
    return client.post(address, fields, follow=True)


def said(answer):
    return " ".join(answer.content.decode().split())


def test_from_opening_to_moving_up(tara, talk, alice, bob, signed_in):
    sent = {"unit": 1, "role": "Critic", "places": 1, "notice": 24}
    assert "The slot for Critic is open." in said(send(tara, "slot-open", talk, **sent))
    slot = Slot.objects.get()
    hers, his = signed_in(alice.user), signed_in(bob.user)
    assert "<b>You have a place.</b>" in said(send(hers, "slot-take", slot))
    page = said(send(his, "slot-take", slot))
    assert "You are number 1 in line." in page and "Alice" not in page
    place = Place.objects.get(enrollment=alice)
    page = said(send(tara, "place-leave", place))
    assert "Alice is out of Critic. Bob moved up." in page
    assert "You left Critic." in said(
        send(his, "place-leave", Place.objects.get(enrollment=bob))
    )
    page = said(send(tara, "slot-assign", slot, email=alice.user.email))
    assert "Alice has a place: Critic." in page
    send(tara, "place-leave", Place.objects.get(enrollment=alice, left_at=None))
    assert "is closed" in said(send(tara, "slot-close", slot))


@pytest.mark.parametrize("field", ["unit", "places", "notice"])
def test_what_is_no_number_is_refused(tara, talk, field):
    sent = {"unit": 1, "role": "Critic", "places": 1, "notice": 24, field: "x"}
    assert send(tara, "slot-open", talk, **sent).status_code == 400
    assert not Slot.objects.exists()


def test_the_page_costs_the_same_however_many_slots(
    tara, talk, course, alice, signed_in, django_assert_num_queries
):
    address = reverse("student:assignment", args=[talk.public_id])
    session = course.sessions.get()
    take_place(a_slot(talk, session), actor=alice.user, now=timezone.now())
    hers = signed_in(alice.user)
    for browser in (tara, hers):
        browser.get(address)
    for more in (0, 4):
        for number in range(more):
            slot = a_slot(talk, session, role=f"Critic {number}")
            for _ in range(2):
                student = an_enrollment(course)
                take_place(slot, actor=student.user, now=timezone.now())
        for browser, cost in ((tara, OF_STAFF), (hers, OF_STUDENTS)):
            with django_assert_num_queries(cost):
                browser.get(address)


OF_STAFF, OF_STUDENTS = 8, 8
