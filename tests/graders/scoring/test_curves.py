"""Every kind of curve: bounded, monotone, exact where it says, and drawn as it is."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.protocol import CheckResult
from graders.scoring import (
    CURVES,
    CurveError,
    curve_corners,
    curve_problem,
    curve_share,
    is_falling,
    score,
)
from graders.spec.model import Check, Curve

LATENCY = (10.0, 0.0, 5.0, 50.0, 3.0, 90.0, 2.0, 100.0)
DRAWN = ("line", "knots", "bands", "ratio", "bonus")
numbers = st.floats(-1e9, 1e9, allow_nan=False)


@st.composite
def pairs(draw):
    """Values going one way, percents that never fall, the last of them 100."""
    values = sorted(draw(st.lists(numbers, min_size=2, max_size=6, unique=True)))
    if draw(st.booleans()):
        values.reverse()
    size = len(values) - 1
    percents = draw(st.lists(st.floats(0, 99), min_size=size, max_size=size))
    rising = [*sorted(percents), 100.0]
    return [each for pair in zip(values, rising, strict=True) for each in pair]


@st.composite
def curves(draw):
    """Any curve over values, with its numbers."""
    kind = draw(st.sampled_from(DRAWN))
    if kind in ("knots", "bands"):
        return kind, draw(pairs())
    if kind == "ratio":
        full = draw(st.floats(1, 100))
        return kind, draw(st.sampled_from([[], [full, full * 8]]))
    ends = draw(st.lists(numbers, min_size=2, max_size=2, unique=True))
    return kind, ends


@given(curves(), numbers)
def test_a_share_is_between_nothing_and_all(curve, value):
    assert curve_problem(*curve) is None
    assert 0.0 <= curve_share(*curve, value=value) <= 1.0


@given(curves(), numbers.filter(lambda n: n > 0), numbers.filter(lambda n: n > 0))
def test_a_better_value_never_earns_less(curve, one, other):
    worse, better = sorted((one, other), reverse=is_falling(*curve))
    gained = curve_share(*curve, value=better)
    assert gained >= curve_share(*curve, value=worse)


@given(pairs())
def test_knots_and_bands_are_exact_at_their_numbers(flat):
    for value, percent in zip(flat[0::2], flat[1::2], strict=True):
        assert curve_share("knots", flat, value=value) == percent / 100
        assert curve_share("bands", flat, value=value) == percent / 100


@given(curves())
def test_every_corner_but_a_steps_foot_lies_on_the_curve(curve):
    corners = curve_corners(*curve)
    assert [value for value, _ in corners] == sorted(value for value, _ in corners)
    for value in {value for value, _ in corners}:
        here = [share for at, share in corners if at == value]
        found = curve_share(*curve, value=value)
        assert any(share == pytest.approx(found, abs=1e-9) for share in here)


@given(curves())
def test_the_best_corner_gives_everything(curve):
    assert max(share for _, share in curve_corners(*curve)) == 1.0


@pytest.mark.parametrize(
    ("value", "share"),
    [(11, 0), (10, 0), (9, 0), (5, 0.5), (4, 0.5), (3, 0.9), (2.01, 0.9), (0, 1)],
)
def test_bands_are_stairs(value, share):
    assert curve_share("bands", LATENCY, value=value) == share


def test_rising_bands_count_what_is_reached():
    rate = (1.0, 0.0, 5.0, 50.0, 9.0, 90.0, 10.0, 100.0)
    shares = [curve_share("bands", rate, value=n) for n in (0, 1, 4.9, 5, 9, 10, 99)]
    assert shares == [0, 0, 0, 0.5, 0.9, 1, 1]


def test_knots_go_straight_from_one_to_the_next():
    leaderboard = (0.3, 25.0, 0.5, 50.0, 0.7, 75.0, 0.9, 100.0)
    assert curve_share("knots", leaderboard, value=0.1) == 0.25  # level before it
    assert curve_share("knots", leaderboard, value=0.4) == pytest.approx(0.375)
    assert curve_share("knots", leaderboard, value=2.0) == 1.0


@pytest.mark.parametrize(
    ("value", "share"),
    [(0.5, 1), (1.2, 1), (2, 0.5), (4, 0.25), (10, 0.1), (10.1, 0), (0, 0), (-1, 0)],
)
def test_a_ratio_is_the_references_time_over_ones_own(value, share):
    assert curve_share("ratio", value=value) == share
    assert curve_share("ratio", (1.2, 10.0), value=value) == share


def test_a_bonus_comes_on_top_and_no_higher_than_its_points():
    checks = [
        Check("base", "Base", Curve("credit"), 10.0),
        Check("extra", "Extra", Curve("bonus", (20.0, 17.0)), 5.0),
        Check("note", "Note", Curve("bonus"), 1.0),
    ]

    def points(perplexity, note=True):
        results = [CheckResult("base", True), CheckResult("extra", value=perplexity)]
        found = score(checks, [*results, CheckResult("note", note)])
        assert found.max_points == 10.0
        return found.points

    assert [points(n) for n in (25, 18.5, 17, 1)] == [11.0, 13.5, 16.0, 16.0]
    assert points(25, note=False) == 10.0


@pytest.mark.parametrize(
    ("kind", "flat", "said"),
    [
        ("knots", (), "at least two"),
        ("knots", (1, 100), "at least two"),
        ("bands", (1, 50, 2), "at least two"),
        ("bands", (1, -5, 2, 100), "0 to 100"),
        ("bands", (1, 0.5, 2, 1), "not 100"),
        ("bands", (1, 0, 2, 90), "not 100"),
        ("knots", (1, 100, 2, 100), "begin below 100"),
        ("knots", (1, 60, 2, 50, 3, 100), "never fall"),
        ("knots", (1, 0, 3, 50, 2, 100), "all rise, or all fall"),
        ("knots", (1, 0, 1, 100), "all rise, or all fall"),
        ("knots", (-1e308, 0, 1e308, 100), "too far"),
        ("bands", (1, 0, math.inf, 100), "finite"),
        ("ratio", (1.2,), "1 or more"),
        ("ratio", (0.5, 4), "1 or more"),
        ("ratio", (10, 1.2), "the smaller first"),
        ("bonus", (1, 1), "two different numbers"),
        ("bonus", (1,), "two different numbers"),
    ],
)
def test_nonsense_is_refused_with_what_is_allowed(kind, flat, said):
    problem = curve_problem(kind, flat)
    assert said in problem
    assert CURVES[kind].written in problem
    with pytest.raises(CurveError):
        curve_corners(kind, flat)


def test_what_has_no_value_to_draw_over_has_no_corners():
    for kind in ("gate", "credit", "rubric", "bonus"):
        assert curve_corners(kind) == ()
