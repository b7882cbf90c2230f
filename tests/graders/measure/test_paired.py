"""Interleaved pairs, with clocks made up here: no test waits for time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.measure import TooNoisyError
from graders.measure.noise import noise_of
from graders.measure.paired import Pair, compare, quietest, steady, timed


def clock(*seconds):
    """A run that takes these seconds in turn, then the last for ever."""
    left = list(seconds)
    return lambda turn: left.pop(0) if len(left) > 1 else left[0]


def test_the_ratio_is_the_median_of_the_rounds():
    student = clock(9, 9, 1, 2, 3, 4, 5)
    found = compare(student, clock(2), rounds=5, warm_ups=2)
    assert found.ratios == (0.5, 1, 1.5, 2, 2.5)
    assert (found.ratio, found.student_s, found.reference_s) == (1.5, 3, 2)
    assert 0.5 <= found.low <= 1.5 <= found.high <= 2.5
    assert (found.warm_ups, found.discarded) == (2, 0)


def test_both_sides_of_a_pair_share_a_turn_that_never_comes_again():
    turns = {"student": [], "reference": []}

    def run(side):
        return lambda turn: turns[side].append(turn) or 1.0

    compare(run("student"), run("reference"), rounds=6, warm_ups=1, calls=3)
    assert turns["student"] == turns["reference"] == list(range(19))


def test_who_goes_first_is_drawn_in_every_pair():
    order = []
    compare(
        lambda turn: order.append("s") or 1.0,
        lambda turn: order.append("r") or 1.0,
        rounds=40,
        seed=1,
    )
    pairs = {"".join(order[k : k + 2]) for k in range(0, len(order), 2)}
    assert pairs == {"sr", "rs"}


def test_a_round_of_several_turns_keeps_the_quiet_ones():
    student = clock(1, 50, 3, 2, 9, 2)
    found = compare(
        student, clock(1, 1, 70, 1, 9, 1), rounds=5, warm_ups=0, calls=6, seed=0
    )
    assert found.rounds[0] == Pair(1.5, 1)


@given(
    st.lists(st.tuples(st.floats(0.01, 10), st.floats(0.01, 10)), min_size=1),
    st.floats(0.01, 100),
)
def test_which_turns_are_quiet_does_not_hang_on_who_is_faster(times, factor):
    turns = [Pair(student_s, reference_s) for student_s, reference_s in times]
    swapped = [Pair(turn.reference_s, turn.student_s) for turn in turns]
    kept = quietest(turns)
    assert len(kept) == -(-len(turns) // 5)
    assert sum(p.student_s + p.reference_s for p in kept) <= sum(
        p.student_s + p.reference_s for p in turns
    )
    assert [p.student_s for p in quietest(swapped)] == [p.reference_s for p in kept]


def test_a_neighbour_that_comes_and_goes_does_not_count():
    """Every second call of either side takes five times as long."""
    weather = [1, 5, 1, 1, 5, 5, 1, 5, 1]

    def run(seconds):
        return lambda turn: seconds * weather[turn % 9]

    def other(seconds):
        return lambda turn: seconds * weather[(turn + 4) % 9]

    found = compare(run(2.0), other(1.0), calls=9)
    assert found.ratio == 2


def test_rounds_in_which_the_reference_moved_are_repeated():
    reference = clock(1.0, 1.0, 1.5, 1.0, 0.8, 1.0)
    found = compare(clock(0.5), reference, rounds=5, warm_ups=0)
    assert found.discarded == 2
    assert len(found.rounds) == 5
    assert {pair.reference_s for pair in found.rounds} == {1.0}


def test_a_reference_that_never_settles_is_too_noisy_and_says_its_seconds():
    count = []

    def jumps(turn):
        count.append(turn)
        return 1.0 + (turn % 4)

    with pytest.raises(TooNoisyError, match="of 8 rounds; its seconds were 1, 2, 3"):
        compare(clock(1.0), jumps, rounds=5, warm_ups=0)
    assert len(count) == 8  # three extra rounds and no more


def test_a_student_that_moves_is_not_noise():
    found = compare(clock(1, 9, 1, 9, 1), clock(1.0), warm_ups=0)
    assert (found.discarded, found.low, found.high) == (0, 1, 9)


def test_fewer_than_five_rounds_are_refused():
    with pytest.raises(ValueError, match="at least 5"):
        compare(clock(1), clock(1), rounds=4)


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_a_reference_without_a_time_is_our_mistake(seconds):
    with pytest.raises(ValueError, match="times of"):
        compare(clock(1), clock(seconds))


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=12), st.floats(0.01, 0.5))
def test_steady_pairs_are_near_the_median_and_some_always_are(seconds, drift):
    pairs = [Pair(1.0, second) for second in seconds]
    kept = steady(pairs, drift)
    assert all(pair in pairs for pair in kept)
    assert kept or len(seconds) % 2 == 0


@given(
    st.floats(0.01, 100),
    st.floats(0.01, 100),
    st.lists(st.floats(0.96, 1.04), min_size=20, max_size=20),
)
def test_what_slows_both_alike_changes_no_ratio(fast, slow, weather):
    found = compare(
        lambda turn: fast * weather[turn % 20],
        lambda turn: slow * weather[turn % 20],
    )
    assert found.ratio == pytest.approx(fast / slow)
    assert found.low == pytest.approx(found.high)


def test_a_machine_against_itself_is_at_one():
    found = noise_of(lambda turn: 2.0 + 0.01 * (turn % 3), rounds=9)
    assert found.ratio == 1.0
    assert 0 <= found.spread < 0.01


def test_a_timed_call_is_called_with_its_turn():
    seen = []
    assert timed(seen.append)(7) >= 0
    assert seen == [7]
