"""MLPerf's table, and the rule behind it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.measure.stopping import chance, least_requests, most_violations

TABLE = {
    90: (44, 64, 81, 97, 113, 127),
    99: (459, 662, 838, 1001, 1157, 1307),
}


@pytest.mark.parametrize("percent", TABLE)
def test_the_least_requests_are_those_of_mlperf(percent):
    found = tuple(least_requests(percent, violations) for violations in range(6))
    assert found == TABLE[percent]


@given(
    st.floats(1, 99.9, allow_nan=False),
    st.integers(0, 30),
    st.floats(0.5, 0.999, allow_nan=False),
)
def test_one_request_fewer_is_always_too_few(percent, violations, confidence):
    least = least_requests(percent, violations, confidence=confidence)
    risk = 1 - confidence
    assert chance(percent, violations, least) <= risk * (1 + 1e-6)
    assert chance(percent, violations, least - 1) > risk * (1 - 1e-6)


@given(st.sampled_from([50, 75, 90, 95, 99]), st.integers(0, 50))
def test_the_violations_a_run_may_have_are_the_inverse(percent, violations):
    least = least_requests(percent, violations)
    assert most_violations(percent, least) == violations
    assert most_violations(percent, least - 1) == violations - 1


def test_a_tiny_run_may_not_even_have_none():
    assert most_violations(90, 43) == -1
    assert most_violations(99, 0) == -1


@given(st.floats(1, 99), st.integers(0, 20), st.integers(0, 2000))
def test_a_chance_is_a_chance_and_falls_with_more_requests(percent, slow, requests):
    now = chance(percent, slow, requests)
    assert 0 <= now <= 1
    assert chance(percent, slow, requests + 1) <= now * (1 + 1e-9)


def test_a_large_run_is_quick_to_judge_and_near_its_percentile():
    allowed = most_violations(99, 270_336)
    assert 0.0095 < allowed / 270_336 < 0.01


@pytest.mark.parametrize(
    ("percent", "violations", "confidence"),
    [(0, 0, 0.99), (100, 0, 0.99), (90, -1, 0.99), (90, 0, 1), (90, 0, 0)],
)
def test_nonsense_is_refused(percent, violations, confidence):
    with pytest.raises(ValueError, match=r"between|negative"):
        least_requests(percent, violations, confidence=confidence)
