"""Medians, intervals and percentiles."""

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.measure import TooFewError, stats

numbers = st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=40)
positive = st.lists(st.floats(1e-6, 1e6), min_size=2, max_size=20)


@given(numbers)
def test_the_median_is_the_libraries(values):
    assert stats.median(values) == pytest.approx(statistics.median(values))


@given(positive)
def test_the_deviation_is_the_libraries(values):
    assert stats.deviation(values) == pytest.approx(
        statistics.stdev(values), rel=1e-6, abs=1e-9
    )


def test_infinite_latency_is_a_value():
    assert stats.median([1.0, math.inf, math.inf]) == math.inf
    assert stats.median([1.0, 2.0, 3.0, math.inf]) == 2.5


@pytest.mark.parametrize("take", [stats.median, stats.bootstrap_interval])
def test_nan_and_nothing_are_refused(take):
    with pytest.raises(ValueError, match="NaN"):
        take([1.0, math.nan])
    with pytest.raises(TooFewError):
        take([])


@given(positive)
def test_an_interval_holds_its_median_and_repeats_itself(values):
    low, high = stats.bootstrap_interval(values, resamples=200)
    assert min(values) <= low <= high <= max(values)
    assert low <= stats.median(values) <= high
    again = stats.bootstrap_interval(list(reversed(values)), resamples=200)
    assert again == (low, high)


def test_an_interval_of_the_mean_is_about_the_textbooks():
    values = [float(n) for n in range(100)]
    low, high = stats.bootstrap_interval(values, statistic=statistics.fmean)
    error = 1.96 * statistics.stdev(values) / 10
    assert low == pytest.approx(49.5 - error, abs=1)
    assert high == pytest.approx(49.5 + error, abs=1)


def test_one_value_is_its_own_interval():
    assert stats.bootstrap_interval([3.0]) == (3.0, 3.0)


@pytest.mark.parametrize(("percent", "least"), [(90, 64), (99, 662), (50, 11)])
def test_a_percentile_of_too_few_requests_is_refused(percent, least):
    with pytest.raises(TooFewError, match=f"needs {least} requests"):
        stats.percentile([1.0] * (least - 1), percent)
    assert stats.percentile([1.0] * least, percent) == 1.0


def test_a_percentile_is_the_nearest_rank():
    values = [float(n) for n in range(1, 1001)]
    assert stats.percentile(values, 90) == 900
    assert stats.percentile(values, 99) == 990
    assert stats.percentile(values, 50) == 500


def test_the_safe_estimate_allows_only_the_slow_requests_of_the_rule():
    values = [float(n) for n in range(1, 663)]
    assert stats.safe_percentile(values, 99) == 661  # one of 662 may be slower
    assert stats.safe_percentile([*values, 663.0], 99) == 662


@given(st.lists(st.floats(0, 1e3), min_size=64, max_size=200))
def test_the_safe_estimate_is_never_below_the_percentile(values):
    assert stats.safe_percentile(values, 90) >= stats.percentile(values, 90)


def test_errors_as_infinite_latency_reach_the_percentile():
    values = [1.0] * 57 + [math.inf] * 7
    assert stats.percentile(values, 90) == math.inf


@given(positive)
def test_a_spread_does_not_know_the_unit(values):
    tenfold = [10 * value for value in values]
    assert stats.spread(tenfold) == pytest.approx(stats.spread(values), abs=1e-9)


def test_what_has_no_spread_is_refused():
    with pytest.raises(ValueError, match="median of 0"):
        stats.spread([0.0, 0.0])
    with pytest.raises(TooFewError):
        stats.deviation([1.0])
