"""The quota bucket: what it promises, for any numbers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.submissions import policy

NOON = datetime(2026, 9, 1, 12, tzinfo=UTC)
per_days = st.integers(min_value=1, max_value=500)
spans = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=30))
shares = st.floats(min_value=0, max_value=1)


@given(per_days, shares, spans)
def test_a_level_stays_between_nothing_and_full(per_day, share, span):
    level = policy.level_at(share * per_day, NOON, per_day=per_day, now=NOON + span)
    assert share * per_day <= level + policy.DUST
    assert 0 <= level <= per_day


@given(per_days, shares, spans, spans)
def test_looking_in_between_changes_nothing(per_day, share, one, two):
    start = share * per_day
    middle = policy.level_at(start, NOON, per_day=per_day, now=NOON + one)
    twice = policy.level_at(middle, NOON + one, per_day=per_day, now=NOON + one + two)
    once = policy.level_at(start, NOON, per_day=per_day, now=NOON + one + two)
    assert twice == pytest.approx(once)


@given(per_days, shares)
def test_at_the_promised_instant_there_is_one_more_and_not_before(per_day, share):
    level = share * per_day
    at = policy.next_whole_at(level, per_day=per_day, now=NOON)
    if at is None:
        assert policy.whole(level) == per_day
        return
    then = policy.level_at(level, NOON, per_day=per_day, now=at)
    before = policy.level_at(level, NOON, per_day=per_day, now=at - policy.MS * 90)
    assert policy.whole(then) >= policy.whole(level) + 1
    if at - policy.MS * 90 > NOON:
        assert policy.whole(before) == policy.whole(level)


@given(per_days, spans)
def test_no_more_is_taken_in_a_span_than_the_bucket_and_its_refill(per_day, span):
    """Whoever asks all the time gets ``per_day`` and what came back meanwhile."""
    level, taken, steps = float(per_day), 0, 50
    for step in range(steps + 1):
        now = NOON + span * step / steps
        was = NOON + span * max(step - 1, 0) / steps
        level = policy.level_at(level, was, per_day=per_day, now=now)
        while policy.whole(level) >= 1:
            level = policy.taken_from(level)
            taken += 1
    assert taken <= per_day + per_day * (span / policy.DAY) + policy.DUST * steps


def test_twenty_a_day_come_back_one_every_72_minutes():
    at = policy.next_whole_at(0.0, per_day=20, now=NOON)
    assert at == NOON + timedelta(minutes=72)


def test_a_clock_that_went_back_takes_nothing():
    level = policy.level_at(3.0, NOON, per_day=5, now=NOON - timedelta(hours=5))
    assert level == 3.0


def test_a_gift_does_not_overfill():
    assert policy.given_back_to(4.5, per_day=5) == 5.0
    assert policy.given_back_to(2.0, per_day=5) == 3.0


def test_an_assignment_without_gradings_never_promises_one():
    assert policy.next_whole_at(0.0, per_day=0, now=NOON) is None
