import itertools
import re
from xml.etree import ElementTree

import pytest

from graders.scoring import curve_corners
from portal.web.charts import Curve, Reading, curve_chart

LATENCY = (10.0, 0.0, 5.0, 50.0, 3.0, 90.0, 2.0, 100.0)


def a_curve(kind, numbers, points, what, unit="", said=""):
    return Curve(curve_corners(kind, numbers), points, what, unit, said)


RISING = a_curve("line", (0.9, 0.97), 70.0, "accuracy")


def drawn(curve, mine, earlier=None):
    return ElementTree.fromstring(curve_chart(curve, mine, earlier))


def words(svg):
    return " ".join("".join(node.itertext()) for node in svg.iter())


def walk(svg):
    """Return the curve's corners in percent of the plot."""
    path = next(n for n in svg.iter("path") if n.get("class") == "c-curve").get("d")
    steps = re.findall(r"[ML]([\d.]+) ([\d.]+)", path)
    return [(float(x), float(y)) for x, y in steps]


def own_point(svg):
    return next(n for n in svg.iter("circle") if n.get("class") == "c-pt")


def test_the_own_point_lies_on_the_curve_and_is_named():
    svg = drawn(RISING, Reading("you", 0.961, 61.0))
    assert float(own_point(svg).get("cy")) == pytest.approx(66.0, abs=1)
    assert "you 0.9610" in words(svg)


def test_it_says_in_words_what_it_shows():
    curve = a_curve("line", (0.9, 0.97), 70.0, "accuracy", said="A line of its own.")
    svg = drawn(curve, Reading("you", 0.961, 61.0, 0.9525, 0.969))
    assert "A line of its own." in words(svg)
    assert "95 % interval 0.9525 to 0.9690" in words(svg)
    assert svg.get("aria-labelledby") == "curve-t curve-d"


@pytest.mark.parametrize(
    ("repeats", "said"),
    [
        ((0.95, 0.961, 0.97), "Range 0.9500 to 0.9700"),
        ((0.95, 0.96, 0.961, 0.965, 0.97), "95 % interval 0.9500 to 0.9700"),
    ],
)
def test_what_a_few_repeats_bound_is_called_a_range(repeats, said):
    svg = drawn(RISING, Reading("you", 0.961, 61.0, 0.95, 0.97, repeats))
    assert said in words(svg)


def test_every_repeat_has_a_tick_and_the_earlier_one_a_point():
    mine = Reading("you", 0.961, 61.0, repeats=(0.959, 0.9635, 0.9605), each="round")
    svg = drawn(RISING, mine, Reading("submission 6", 0.948, 48.0))
    assert sum(n.get("class") == "c-tick" for n in svg.iter("line")) == 3
    assert "3 rounds" in words(svg) and "round 1: 0.9590" in words(svg)
    assert "submission 6: 0.9480, 48.0 points" in words(svg)


def test_an_earlier_point_that_is_close_has_its_words_in_its_title_only():
    svg = drawn(RISING, Reading("you", 0.961, 61.0), Reading("submission 6", 0.96, 60))
    assert "submission 6" not in [node.text for node in svg.iter("text")]
    assert "submission 6: 0.9600, 60.0 points" in words(svg)


def test_a_value_far_below_is_pinned_to_the_edge_and_says_so():
    assert "← you 0.1000" in words(drawn(RISING, Reading("you", 0.1, 0.0)))


def test_a_value_far_beyond_keeps_off_the_numbers_below():
    bands = a_curve("bands", (6.0, 50.0, 4.5, 90.0, 3.0, 100.0), 20.0, "ratio", "times")
    svg = drawn(bands, Reading("you", 19.4, 0.0))
    label = next(n for n in svg.iter("text") if n.text == "you 19.4 times →")
    assert float(label.get("y")) + float(label.get("dy")) < 258


def test_a_falling_curve_gives_all_points_on_the_left():
    falling = a_curve("line", (60.0, 30.0), 10.0, "time", "s")
    svg = drawn(falling, Reading("you", 45.0, 5.0))
    assert "full at 30 s" in words(svg)
    assert walk(svg)[0][1] < walk(svg)[-1][1]  # higher up is nearer to 0


def test_titles_of_strangers_are_escaped():
    curve = a_curve("line", (0, 1), 1.0, "<b>", said="<i>")
    svg = curve_chart(curve, Reading("<script>", 0.5, 0.5))
    assert "<script>" not in svg and "<b>" not in svg and "<i>" not in svg


def test_seconds_are_read_from_zero():
    curve = a_curve("line", (60.0, 30.0), 10.0, "training", "s")
    assert "←" not in words(drawn(curve, Reading("you", 0.3, 10.0)))


def test_bands_are_stairs_upright_at_each_bound():
    svg = drawn(a_curve("bands", LATENCY, 20.0, "p90", "s"), Reading("you", 4.0, 10.0))
    corners = walk(svg)
    upright = [a for a, b in itertools.pairwise(corners) if a[0] == b[0]]
    assert len(upright) == 4
    level = [(a, b) for a, b in itertools.pairwise(corners) if a[0] != b[0]]
    assert all(a[1] == b[1] for a, b in level)


def test_a_ratio_has_a_logarithmic_axis_and_bends():
    curve = a_curve("ratio", (), 7.0, "time over the reference’s", "×")
    svg = drawn(curve, Reading("you", 2.0, 3.5))
    ticks = [n.text for n in svg.iter("text") if n.get("text-anchor") == "middle"]
    assert {"1", "2", "5", "10"} <= set(ticks)
    assert len(walk(svg)) > 20
    at = {n.text: float(n.get("x")[:-1]) for n in svg.iter("text") if n.text in ticks}
    assert at["2"] - at["1"] == pytest.approx(at["10"] - at["5"], abs=0.1)
    assert float(own_point(svg).get("cy")) == pytest.approx((37.7 + 258) / 2, abs=1)


def test_a_straight_line_over_decades_bends_on_a_logarithmic_axis():
    curve = a_curve("line", (10.0, 1000.0), 10.0, "rate", "req/s")
    corners = walk(drawn(curve, Reading("you", 505.0, 5.0)))
    assert len(corners) > 20
    assert corners == sorted(corners, key=lambda at: (at[0], -at[1]))
