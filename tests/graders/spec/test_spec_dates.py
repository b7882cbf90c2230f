"""Sessions and offsets become instants, with summer time right."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from graders.spec import When, when_from_json, when_to_json
from graders.spec.dates import at_wall_clock, instant, is_skipped
from graders.spec.values import when

LA = ZoneInfo("America/Los_Angeles")
# Clocks in Los Angeles were set back on 6 November 2022 at 02:00.
SESSIONS = {9: datetime(2022, 11, 2, 1, 30, tzinfo=UTC)}  # 1 November, 18:30 there


def local(said, **options):
    return instant(said, sessions=SESSIONS, zone=LA, **options).astimezone(LA)


def test_a_week_later_is_the_same_time_on_the_clock():
    assert local(when({"session": 9, "offset": "7d"})).isoformat() == (
        "2022-11-08T18:30:00-08:00"
    )


def test_hours_are_elapsed_time():
    assert local(when({"session": 9, "offset": "168h"})).isoformat() == (
        "2022-11-08T17:30:00-08:00"
    )


def test_an_offset_may_go_back():
    assert when({"session": 9, "offset": "-1d12h"}) == When(
        session=9, days=-1, offset=timedelta(hours=-12)
    )


def test_a_fixed_instant_is_in_the_courses_zone_and_moves_with_the_term():
    said = When(at=datetime(2022, 10, 31, 23, 59))
    assert local(said).isoformat() == "2022-10-31T23:59:00-07:00"
    assert local(said, shift_days=7).isoformat() == "2022-11-07T23:59:00-08:00"


def test_an_instant_with_an_offset_means_what_it_says():
    said = When(at=datetime(2022, 11, 1, 6, 59, tzinfo=UTC))
    assert local(said) == said.at


def test_what_hangs_on_a_session_is_not_moved_twice():
    assert local(When(session=9), shift_days=300) == SESSIONS[9]


def test_a_session_that_is_not_there_is_an_error():
    with pytest.raises(KeyError):
        local(When(session=3))


def test_an_hour_that_comes_twice_means_the_first():
    assert at_wall_clock(datetime(2022, 11, 6, 1, 30), LA).hour == 8
    assert not is_skipped(datetime(2022, 11, 6, 1, 30), LA)
    assert is_skipped(datetime(2022, 3, 13, 2, 30), LA)


@pytest.mark.parametrize(
    "said",
    [
        None,
        When(session=3, days=-2, offset=timedelta(hours=-1)),
        When(at=datetime(2022, 10, 31, 23, 59)),
        When(at=datetime(2022, 10, 31, 23, 59, tzinfo=UTC)),
    ],
)
def test_json_brings_back_the_same_when(said):
    assert when_from_json(when_to_json(said)) == said
