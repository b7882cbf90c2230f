from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from portal.accounts.services import issue_token
from portal.assignments.services import give_extension
from tests.factories.grading import DUE, NOON


@pytest.fixture
def address(book, signed_in):
    """Return the address that Ada's page shows once."""
    browser = signed_in(book.ada.user)
    url = browser.post(reverse("account:calendar")).context["url"]
    assert url not in browser.get(reverse("account:calendar")).content.decode()
    return url.removeprefix("http://testserver")


def events(address):
    answer = Client().get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


def test_a_calendar_gets_one_s_own_due_dates(book, address):
    until = DUE + timedelta(days=3)
    give_extension(
        book.items["hw1"],
        book.ada,
        until=until,
        reason="Ill.",
        actor=book.tara,
        now=NOON,
    )
    found = {
        str(event["SUMMARY"]): event.decoded("DTSTART") for event in events(address)
    }
    assert found["COURSE: hw1 is due"] == until
    assert found["COURSE: hw2 is due"] == DUE and len(found) == 3


def test_it_holds_no_grade(book, address):
    text = Client().get(address).content.decode()
    assert "92.5" not in text and "BEGIN:VCALENDAR" in text


def test_a_new_address_ends_the_old_one_and_it_can_be_ended(book, address, signed_in):
    browser = signed_in(book.ada.user)
    other = browser.post(reverse("account:calendar")).context["url"]
    assert Client().get(address).status_code == 404
    assert Client().get(other).status_code == 200
    browser.post(reverse("account:calendar-end"))
    assert Client().get(other).status_code == 404


def test_no_other_token_opens_it_and_it_opens_nothing_else(book, address):
    _, token = issue_token(
        book.ada.user,
        name="laptop",
        expires_at=timezone.now() + timedelta(days=1),
        actor=book.ada.user,
        now=timezone.now(),
    )
    assert Client().get(reverse("calendar-feed", args=[token])).status_code == 404
    secret = address.rpartition("/")[2].removesuffix(".ics")
    bearer = {"Authorization": f"Bearer {secret}"}
    assert Client().get("/api/v1/courses/", headers=bearer).status_code == 401
    assert Client().get("/calendar/nonsense.ics").status_code == 404


def test_who_was_dropped_gets_no_more_dates_of_that_course(book, address):
    book.ada.is_active = False
    book.ada.save()
    assert events(address) == []
