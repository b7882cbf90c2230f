"""Which late rule holds, when late begins, and how many days late work is."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from portal.assignments.dates import DueDates
from portal.grading.lateness import (
    Lateness,
    closes_at,
    days_late,
    is_late,
    lateness_of,
)
from tests.factories.runners import NOON

PACIFIC = ZoneInfo("America/Los_Angeles")
MINUTE = timedelta(minutes=1)


def test_late_begins_after_the_grace():
    grace = Lateness("zero", timedelta(minutes=10))
    assert not is_late(NOON + 10 * MINUTE, NOON, grace)
    assert is_late(NOON + 11 * MINUTE, NOON, grace)
    assert not is_late(NOON, None, grace)


def test_the_first_rule_that_speaks_of_the_assignment_holds():
    rules = {
        "late": [
            {"rule": "gate", "grace_minutes": 5, "options": {"categories": ["labs"]}},
            {"rule": "zero", "grace_minutes": 0, "options": {"assignments": ["hw1"]}},
        ]
    }
    lab = lateness_of(rules, category="labs", assignment="hw1")
    assert (lab.rule, lab.grace, lab.place) == ("gate", timedelta(minutes=5), 0)
    assert lateness_of(rules, category="homework", assignment="hw1").rule == "zero"
    assert lateness_of(rules, category="homework", assignment="hw2").rule == ""
    assert lateness_of({}, category="homework", assignment="hw2").rule == ""


def test_a_rule_brings_its_sizes():
    rule = {
        "rule": "slip_days",
        "grace_minutes": 0,
        "options": {"days": 5, "most_each": 2, "percent": 10.0, "max_days": 3},
    }
    late = lateness_of({"late": [rule]}, category="homework", assignment="hw1")
    assert (late.days, late.most_each, late.percent, late.max_days) == (5, 2, 10.0, 3)
    assert late.day == "calendar"


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(0), 0),
        (10 * MINUTE, 0),  # within the grace
        (11 * MINUTE, 1),
        (timedelta(days=1), 1),
        (timedelta(days=1, seconds=1), 2),  # grace does not move the days
        (timedelta(days=2), 2),
    ],
)
@pytest.mark.parametrize("day", ["calendar", "elapsed"])
def test_each_begun_day_counts(after, days, day):
    late = Lateness("per_day", 10 * MINUTE, percent=10.0, day=day)
    assert days_late(NOON + after, NOON, late, ZoneInfo("UTC")) == days


@pytest.mark.parametrize(
    ("due", "received", "calendar", "elapsed"),
    [
        # Clocks go back on 6 November 2022: that day has 25 hours.
        ((2022, 11, 5, 23, 59), (2022, 11, 6, 23, 59), 1, 2),
        ((2022, 11, 5, 23, 59), (2022, 11, 6, 22, 59), 1, 1),
        ((2022, 11, 5, 23, 59), (2022, 11, 7, 0, 0), 2, 2),
        # Clocks go forward on 13 March 2022: that day has 23 hours.
        ((2022, 3, 12, 23, 59), (2022, 3, 13, 23, 59), 1, 1),
        ((2022, 3, 12, 23, 59), (2022, 3, 14, 0, 30), 2, 1),
        ((2022, 3, 12, 23, 59), (2022, 3, 14, 1, 0), 2, 2),
        # A due time that clocks skip the next day: 02:30 on 13 March is not there.
        ((2022, 3, 12, 2, 30), (2022, 3, 13, 3, 29), 1, 1),
        ((2022, 3, 12, 2, 30), (2022, 3, 13, 3, 31), 2, 2),
    ],
)
def test_nights_when_clocks_change(due, received, calendar, elapsed):
    due_at = datetime(*due, tzinfo=PACIFIC).astimezone(UTC)
    received_at = datetime(*received, tzinfo=PACIFIC).astimezone(UTC)
    for day, days in (("calendar", calendar), ("elapsed", elapsed)):
        late = Lateness("per_day", percent=10.0, day=day)
        assert days_late(received_at, due_at, late, PACIFIC) == days


@given(
    due=some.datetimes(datetime(2022, 1, 1), datetime(2023, 1, 1)),
    hours=some.floats(0, 24 * 40),
    more=some.floats(0, 60),
    day=some.sampled_from(["calendar", "elapsed"]),
)
def test_later_is_never_fewer_days(due, hours, more, day):
    due_at = due.replace(tzinfo=PACIFIC).astimezone(UTC)
    late = Lateness("per_day", percent=10.0, day=day)
    first = due_at + timedelta(hours=hours)
    second = first + timedelta(hours=more)
    earlier = days_late(first, due_at, late, PACIFIC)
    assert earlier <= days_late(second, due_at, late, PACIFIC)
    assert abs(earlier - hours / 24) <= 1.05


@pytest.mark.parametrize(
    ("rule", "lock", "late_due", "closes"),
    [
        ("zero", None, None, None),
        ("zero", None, 2, 2),
        ("zero", 3, 2, 3),
        ("gate", None, None, 1),
        ("gate", 3, None, 1),
        ("", None, None, None),
    ],
)
def test_a_gate_shuts_when_late_begins(rule, lock, late_due, closes):
    def at(hours):
        return None if hours is None else NOON + timedelta(hours=hours)

    dates = DueDates(due=at(0), late_due=at(late_due), lock=at(lock))
    found = closes_at(dates, Lateness(rule, timedelta(hours=1)))
    assert found == at(closes)
