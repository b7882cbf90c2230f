"""What is flagged for people, and what is not."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.measure import suspicion
from graders.measure.physics import ONE_CORE, Peak, least_seconds

SAMPLES = st.lists(st.floats(0.1, 100), min_size=3, max_size=12)

# Critical values of Student's distribution, one-sided, from any textbook.
CRITICAL = [
    (6.314, 1, 0.05),
    (2.015, 5, 0.05),
    (1.812, 10, 0.05),
    (2.764, 10, 0.01),
    (1.697, 30, 0.05),
    (1.645, 1e6, 0.05),
]


@pytest.mark.parametrize(("t", "freedom", "chance"), CRITICAL)
def test_students_distribution_is_the_textbooks(t, freedom, chance):
    assert suspicion.student_t_tail(t, freedom) == pytest.approx(chance, rel=2e-3)
    assert suspicion.student_t_tail(-t, freedom) == pytest.approx(1 - chance, rel=1e-3)


@given(st.floats(-50, 50), st.floats(1, 200))
def test_its_two_tails_are_everything(t, freedom):
    both = suspicion.student_t_tail(t, freedom) + suspicion.student_t_tail(-t, freedom)
    assert both == pytest.approx(1)


@given(st.floats(0, 1), st.floats(0.5, 50), st.floats(0.5, 50))
def test_the_beta_function_is_a_share(x, a, b):
    assert -1e-9 <= suspicion.incomplete_beta(x, a, b) <= 1 + 1e-9


def test_much_better_than_the_references_own_runs_is_said_in_a_sentence():
    reference = [15.2, 15.5, 15.7, 15.8, 16.0, 16.3]
    said = suspicion.too_good([14.0, 14.2, 14.1], reference)
    assert "mean 14.1 against 15.75" in said
    assert suspicion.too_good([15.7, 15.6, 15.9], reference) is None
    assert suspicion.too_good([20.0, 20.1, 20.2], reference) is None


def test_where_more_is_better_more_is_suspicious():
    reference = [0.970, 0.972, 0.974, 0.976]
    assert suspicion.too_good([0.999, 1.0], reference, lower_is_better=False)
    assert not suspicion.too_good([0.5, 0.6], reference, lower_is_better=False)


@given(SAMPLES)
def test_nothing_is_too_good_against_itself(values):
    assert suspicion.too_good(values, values) is None


@given(SAMPLES, SAMPLES)
def test_two_samples_cannot_both_be_too_good(first, second):
    both = [suspicion.too_good(first, second), suspicion.too_good(second, first)]
    assert None in both


def test_one_run_is_no_sample():
    assert suspicion.too_good([1.0], [2.0, 2.1]) is None


def test_equal_runs_are_compared_without_a_spread():
    assert suspicion.too_good([1.0, 1.0], [2.0, 2.0])
    assert suspicion.too_good([2.0, 2.0], [2.0, 2.0]) is None


def test_faster_than_physics_is_impossible():
    least = least_seconds(moved_bytes=1e9, operations=1e9, peak=Peak(1e10, 1e10))
    assert least == 0.1
    assert "takes 0.1 s" in suspicion.impossible(0.05, least)
    assert suspicion.impossible(0.1, least) is None


@given(st.integers(0, 10**12), st.integers(0, 10**12))
def test_the_floor_is_the_slower_of_memory_and_arithmetic(moved, operations):
    least = least_seconds(moved_bytes=moved, operations=operations)
    assert least * ONE_CORE.bytes_per_s >= moved * (1 - 1e-12)
    assert least * ONE_CORE.operations_per_s >= operations * (1 - 1e-12)


@pytest.mark.parametrize("peak", [(0, 1), (1, -1), (math.nan, 1)])
def test_a_device_without_a_peak_is_refused(peak):
    with pytest.raises(ValueError, match="more than nothing"):
        Peak(*peak)


def test_negative_work_is_refused():
    with pytest.raises(ValueError, match="negative"):
        least_seconds(moved_bytes=-1)


def test_more_cpu_time_than_calls_is_work_on_threads():
    assert suspicion.threaded(5.0, 4.0) is None
    assert "8 s of CPU time" in suspicion.threaded(8.0, 4.0)
    assert suspicion.threaded(8.0, 4.0, threads=2) is None
