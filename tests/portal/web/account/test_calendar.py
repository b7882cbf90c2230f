from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from portal.accounts.services import issue_token
from portal.assignments.services import give_extension, set_override
from tests.factories.grading import DUE, NOON, an_assignment


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


def test_it_is_a_file_that_every_calendar_program_reads(book, address):
    first = book.items["hw1"]
    title = "Maps; folds, and \\ more: über " + "long " * 20 + "\nBEGIN:VEVENT"
    override(first, "title", title)
    content = Client().get(address).content
    assert content.endswith(b"\r\n") and b"\n" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 75  # bytes, not letters
    found = Calendar.from_ical(content)
    assert found.errors == [] and len(list(found.walk("VEVENT"))) == 3
    assert {"VERSION", "PRODID"} <= set(found)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert b"TZID" not in content
    for event in found.walk("VEVENT"):
        assert event["DTSTART"].to_ical().endswith(b"Z")
        assert event["DTSTAMP"].to_ical().endswith(b"Z")
        assert "DTEND" not in event  # RFC 5545: it would have to be later
    (named,) = [one for one in found.walk("VEVENT") if "über" in str(one["SUMMARY"])]
    assert str(named["SUMMARY"]) == f"COURSE: {title} is due"


def test_an_assignment_is_the_same_entry_after_its_date_moved(book, address):
    def held():
        return {str(one["UID"]): one.decoded("DTSTART") for one in events(address)}

    before = held()
    override(book.items["hw1"], "due", DUE + timedelta(days=9))
    after = held()
    assert set(before) == set(after) and len(before) == 3
    uid = f"{book.items['hw1'].public_id}@assay"
    assert after[uid] - before[uid] == timedelta(days=9)
    override(book.items["hw2"], "release", timezone.now() + timedelta(days=1))
    assert set(held()) == set(before) - {f"{book.items['hw2'].public_id}@assay"}


def test_it_costs_the_same_with_any_number_of_assignments(
    book, address, django_assert_num_queries
):
    events(address)  # keeps when it was last asked for
    for count in (0, 5):
        for number in range(count):
            an_assignment(book.course, slug=f"more{number}")
        with django_assert_num_queries(COST):
            assert len(events(address)) == 3 + count


COST = 6


def override(assignment, field, value):
    who = assignment.course.enrollments.filter(role="instructor").first().user
    set_override(assignment, field, value, reason="Moved.", actor=who, now=NOON)


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
