"""Ranks by dominated volume: better is never worse, and beaten is never ahead."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from graders.scoring.pareto import Point, beats, frontier, ranks, volume

SHARES = st.floats(0.0, 3.0)
POINTS = st.builds(Point, st.floats(0.0, 1.0), SHARES, SHARES)


def test_the_models_of_the_prototype_keep_their_places():
    models = {
        "Sorrel": Point(0.9790, 158 / 606, 1 / 2.0),
        "Kestrel": Point(0.9805, 171 / 606, 1 / 1.9),
        "Tamarind": Point(0.9825, 240 / 606, 1 / 1.6),
        "Marlow": Point(0.9835, 318 / 606, 1 / 1.3),
        "Saffron": Point(0.9800, 352 / 606, 1 / 1.2),
    }
    assert ranks(models) == {name: n for n, name in enumerate(models, 1)}


def test_no_single_axis_wins():
    tiny_and_slow = Point(0.9, 0.01, 1.9)
    balanced = Point(0.9, 0.5, 0.5)
    assert ranks({"tiny": tiny_and_slow, "balanced": balanced})["balanced"] == 1


def test_equal_points_share_a_place_and_both_are_on_the_frontier():
    same = Point(0.9, 0.5, 0.5)
    assert ranks({"b": same, "a": same, "c": replace(same, size=0.6)}) == {
        "a": 1,
        "b": 1,
        "c": 3,
    }
    assert frontier([same, same]) == [True, True]


def test_what_costs_more_than_twice_the_reference_dominates_nothing():
    assert volume(Point(1.0, 2.5, 0.1)) == 0.0
    assert volume(Point(1.0, 0.1, 2.5)) == 0.0


@given(POINTS, POINTS)
def test_who_beats_another_is_never_ranked_behind_it(one, other):
    if beats(one, other):
        assert volume(one) >= volume(other)
        found = ranks({"one": one, "other": other})
        assert found["one"] <= found["other"]


@given(st.lists(POINTS, min_size=1, max_size=12))
def test_there_is_always_a_frontier_and_nobody_on_it_is_beaten(points):
    ahead = frontier(points)
    assert any(ahead)
    for point, is_ahead in zip(points, ahead, strict=True):
        assert is_ahead == (not any(beats(other, point) for other in points))
