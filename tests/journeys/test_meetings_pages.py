"""The pages about what happens in class, in a real browser and by keyboard."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.courses.models import Role
from portal.meetings.models import Mark, Rating
from portal.meetings.services import take_place
from tests.factories.grading import a_course, an_enrollment
from tests.factories.meetings import (
    a_peer_rating,
    a_presentation,
    a_session,
    a_slot,
    an_attendance,
)
from tests.factories.teams import a_team
from tests.journeys.looking import browser, looked_at, opened

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def course(transactional_db):
    return a_course("w251")


@pytest.fixture
def people(course):
    students = [an_enrollment(course, f"{name} Moreno") for name in ("Alice", "Bob")]
    return [*students, an_enrollment(course, "Tara", Role.GRADER)]


def on_a_phone(browser, live_server, person, address):
    return opened(
        browser, live_server, person, address, viewport={"width": 390, "height": 844}
    )


def test_a_register_is_taken_by_keyboard_on_a_phone(
    live_server, course, people, browser
):
    alice, _, tara = people
    now = timezone.now()
    a_session(course, 1, now - timedelta(days=2))
    assignment = an_attendance(course)
    key = assignment.public_id
    address = reverse("meetings:register", args=[key, 1])
    page = on_a_phone(browser, live_server, tara.user, address)
    page.get_by_role("radio", name="present").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.get_by_text("2 marks written").wait_for()
    kinds = Mark.objects.order_by("enrollment").values_list("kind", flat=True)
    assert list(kinds) == ["late", "present"]
    page.context.close()
    places = [
        (tara.user, "register", address),
        (tara.user, "attendance", reverse("meetings:attendance", args=[key])),
        (alice.user, "own-attendance", reverse("meetings:own-attendance", args=[key])),
    ]
    assert looked_at(live_server, browser, places) == []


def test_slots_are_taken_by_keyboard_on_a_phone(live_server, course, people, browser):
    alice, bob, tara = people
    session = a_session(course, 1, timezone.now() + timedelta(days=9))
    talk = a_presentation(course)
    slot = a_slot(talk, session)
    take_place(slot, actor=bob.user, now=timezone.now())
    address = reverse("student:assignment", args=[talk.public_id])
    page = on_a_phone(browser, live_server, alice.user, address)
    page.get_by_role("button", name="Wait in line for Presenter").focus()
    page.keyboard.press("Enter")
    page.get_by_text("You are number 1 in line.").wait_for()
    page.context.close()
    places = [(alice.user, "slots", address), (tara.user, "staff-slots", address)]
    assert looked_at(live_server, browser, places) == []


def test_a_team_is_rated_by_keyboard_on_a_phone(live_server, course, people, browser):
    alice, bob, tara = people
    rating = a_peer_rating(course)
    a_team(rating, alice, bob)
    address = reverse("meetings:rating", args=[rating.public_id])
    page = on_a_phone(browser, live_server, alice.user, address)
    page.get_by_role("radio", name="1: did not").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("Wrote half of it.")
    page.keyboard.press("Enter")
    page.get_by_text("You have rated everybody").wait_for()
    assert Rating.objects.get().points == 2
    page.context.close()
    staff = reverse("meetings:ratings", args=[rating.public_id])
    places = [(bob.user, "rating", address), (tara.user, "ratings", staff)]
    assert looked_at(live_server, browser, places) == []
