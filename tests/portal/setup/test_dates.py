from datetime import timedelta

import pytest

from portal.assignments.models import Override
from portal.assignments.selectors import due_dates
from portal.courses.models import Role
from portal.lib.errors import InvalidError
from portal.setup.dates import change_dates, instant_of
from tests.factories.grading import (
    DUE,
    NOON,
    a_course,
    a_submission,
    an_assignment,
    an_enrollment,
)

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def assignment():
    return an_assignment(a_course("w251"))


@pytest.fixture
def ines(assignment):
    return an_enrollment(assignment.course, "ines", Role.INSTRUCTOR).user


def change(assignment, ines, is_dry_run=False, **wanted):
    return change_dates(
        assignment,
        wanted,
        reason="A holiday.",
        actor=ines,
        now=NOON,
        is_dry_run=is_dry_run,
    )


def test_a_date_is_looked_at_and_then_holds(assignment, ines):
    alice = an_enrollment(assignment.course, "alice")
    a_submission(assignment, alice)
    a_submission(assignment, alice, now=DUE + DAY, is_late=True)
    shown = change(assignment, ines, is_dry_run=True, due=DUE + 2 * DAY)
    assert [one.freed for one in shown.moved] == [1]
    assert not Override.objects.exists()

    done = change(assignment, ines, due=DUE + 2 * DAY, lock=DUE + 3 * DAY)

    assert done.fields == ("due", "lock")
    assert due_dates(type(assignment).objects.get()).due == DUE + 2 * DAY
    assert {line.author for line in Override.objects.all()} == {ines}


def test_dates_out_of_order_are_refused_and_nothing_is_written(assignment, ines):
    with pytest.raises(InvalidError, match="late due before it is due"):
        change(assignment, ines, late_due=DUE - DAY)
    with pytest.raises(InvalidError, match="due before it is released"):
        change(assignment, ines, release=DUE + DAY)
    assert not Override.objects.exists()


def test_the_dates_that_hold_are_no_change(assignment, ines):
    with pytest.raises(InvalidError, match="hold already"):
        change(assignment, ines, due=DUE)


def test_a_time_is_typed_in_course_time():
    zone = "America/Los_Angeles"
    at = instant_of("2026-11-20T18:30", zone)
    assert at.isoformat() == "2026-11-21T02:30:00+00:00"
    with pytest.raises(InvalidError, match="set forward over 02:30"):
        instant_of("2026-03-08T02:30", zone)
    for wrong in ("soon", "2026-11-20T18:30+02:00", ""):
        with pytest.raises(InvalidError, match="written as"):
            instant_of(wrong, zone)
