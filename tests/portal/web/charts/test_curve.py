from xml.etree import ElementTree

import pytest

from portal.web.charts import Curve, Reading, curve_chart

RISING = Curve(0.9, 0.97, 70.0, "accuracy")


def drawn(curve, mine, earlier=None):
    return ElementTree.fromstring(curve_chart(curve, mine, earlier))


def words(svg):
    return " ".join("".join(node.itertext()) for node in svg.iter())


def test_the_own_point_lies_on_the_curve_and_is_named():
    svg = drawn(RISING, Reading("you", 0.961, 61.0))
    point = next(n for n in svg.iter("circle") if n.get("class") == "c-pt")
    assert float(point.get("cy")) == pytest.approx(66.0, abs=1)
    assert "you 0.9610" in words(svg)


def test_it_says_in_words_what_it_shows():
    svg = drawn(RISING, Reading("you", 0.961, 61.0, 0.9525, 0.969))
    assert "95 % interval 0.9525 to 0.9690" in words(svg)
    assert svg.get("aria-labelledby") == "curve-t curve-d"


def test_every_seed_has_a_tick_and_the_earlier_one_a_point():
    mine = Reading("you", 0.961, 61.0, repeats=(0.959, 0.9635, 0.9605))
    svg = drawn(RISING, mine, Reading("submission 6", 0.948, 48.0))
    assert sum(n.get("class") == "c-tick" for n in svg.iter("line")) == 3
    assert "submission 6: 0.9480, 48.0 points" in words(svg)


def test_a_value_far_below_is_pinned_to_the_edge_and_says_so():
    assert "← you 0.1000" in words(drawn(RISING, Reading("you", 0.1, 0.0)))


def test_a_falling_curve_gives_all_points_on_the_left():
    falling = Curve(60.0, 30.0, 10.0, "time", "s")
    svg = drawn(falling, Reading("you", 45.0, 5.0))
    assert "full at 30 s" in words(svg)


def test_titles_of_strangers_are_escaped():
    svg = curve_chart(Curve(0, 1, 1.0, "<b>"), Reading("<script>", 0.5, 0.5))
    assert "<script>" not in svg and "<b>" not in svg


def test_seconds_are_read_from_zero():
    svg = drawn(Curve(60.0, 30.0, 10.0, "training", "s"), Reading("you", 0.3, 10.0))
    assert "←" not in words(svg)
