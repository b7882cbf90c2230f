"""Personal due dates: pure arithmetic, and the command that moves them."""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as some

from portal.assignments.dates import DueDates, stretched
from portal.assignments.extensions import personal_dates
from portal.audit.models import Event
from portal.courses.models import Role
from tests.factories.grading import DUE, NOON, a_course, an_assignment, an_enrollment

DAY = timedelta(days=1)
DATES = DueDates(NOON, NOON + 4 * DAY, NOON + 5 * DAY, NOON + 6 * DAY)


def test_late_due_and_lock_move_along():
    found = stretched(DATES, until=NOON + 5 * DAY)
    assert found == DueDates(NOON, *(NOON + n * DAY for n in (5, 6, 7)))
    assert stretched(DATES, multiplier=1.5).due == NOON + 6 * DAY
    assert stretched(DATES, multiplier=1.5, until=NOON + 5 * DAY).due == NOON + 6 * DAY
    assert stretched(DATES, until=NOON) == DATES
    assert stretched(DueDates(), multiplier=2, until=NOON) == DueDates()


def test_without_a_release_there_is_no_span_to_stretch():
    assert stretched(DueDates(due=NOON), multiplier=2).due == NOON


@given(
    some.floats(1, 10),
    some.none() | some.timedeltas(timedelta(0), 100 * DAY),
    some.timedeltas(timedelta(0), 100 * DAY),
)
def test_nobody_gets_less_time(multiplier, until, span):
    dates = DueDates(NOON, NOON + span, lock=NOON + span)
    found = stretched(
        dates, multiplier=multiplier, until=None if until is None else NOON + until
    )
    assert found.due >= dates.due
    assert found.lock == found.due


@pytest.fixture
def scene(db):
    course = a_course("w251")
    course.timezone = "America/Los_Angeles"
    course.save()
    alice = an_enrollment(course, "alice")
    an_enrollment(course, "tara", Role.INSTRUCTOR)
    return an_assignment(course), alice


def extension(verb, *more):
    out = io.StringIO()
    place = ["hw05", "--course", "w251:2026 Fall"]
    call_command("extension", verb, *place, *more, stdout=out)
    return out.getvalue()


TO = ("--student", "alice@example.edu", "--reason", "Ill.", "--by", "tara@example.edu")


def test_the_command_gives_lists_and_ends(scene):
    assignment, alice = scene
    said = extension("give", *TO, "--until", "2026-10-12T23:59")
    assert "alice@example.edu: until 2026-10-12 23:59 PDT, by tara" in said
    until = datetime(2026, 10, 13, 6, 59, tzinfo=UTC)
    assert personal_dates(assignment, alice).due == until
    assert "ended" in extension("end", *TO)
    assert personal_dates(assignment, alice).due == DUE
    assert extension("list").count("alice@example.edu") == 2
    verbs = Event.objects.filter(verb__startswith="extension").values_list(
        "verb", flat=True
    )
    assert list(verbs.order_by("pk")) == ["extension.given", "extension.ended"]


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("tomorrow", "is no date and time"),
        ("2027-03-14T02:30", "skip"),
        ("2026-10-02T23:59", "before the due date"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused(scene, until, said):
    with pytest.raises(CommandError, match=said):
        extension("give", *TO, "--until", until)


def test_only_staff_give_and_only_to_people_of_the_course(scene):
    until = ("--until", "2026-10-12T23:59")
    by_alice = (*TO[:-1], "alice@example.edu")
    with pytest.raises(CommandError, match="no such course"):
        extension("give", *by_alice, *until)
    to_nobody = ("--section", "Tuesday", *TO[2:])
    with pytest.raises(CommandError, match="Tuesday is not in this course"):
        extension("give", *to_nobody, *until)
