import itertools
from xml.etree import ElementTree

import pytest

from portal.web.charts import bars
from portal.web.charts.lines import APART, Line, line_chart
from portal.web.staff.arrivals import HEIGHT


def drawn(*lines):
    words = {"what": "Loss", "by": "epoch", "says": "It falls.", "key": "k"}
    return ElementTree.fromstring(line_chart(lines, **words))


def names(svg):
    return {n.text: n for n in svg.iter("text") if n.text.startswith("seed")}


def test_the_line_that_grows_stands_out_and_is_named_so():
    svg = drawn(
        Line("seed 1", ((1, 1.0), (2, 0.5))), Line("seed 2", ((1, 1.1),), is_now=True)
    )
    assert [n.get("class") for n in svg.iter("path")] == ["c-mid", "c-line"]
    assert set(names(svg)) == {"seed 1", "seed 2, now"}


def test_names_that_would_touch_are_moved_apart():
    ends = [0.500, 0.501, 0.502, 0.503]
    svg = drawn(*(Line(f"seed {n}", ((1, 1), (9, y))) for n, y in enumerate(ends)))
    heights = sorted(float(node.get("y")) for node in names(svg).values())
    gaps = [b - a for a, b in itertools.pairwise(heights)]
    assert all(gap >= APART - 0.1 for gap in gaps)


def test_of_many_seeds_four_are_named_and_all_are_drawn():
    svg = drawn(*(Line(f"seed {n}", ((1, n), (2, n + 1))) for n in range(1, 21)))
    assert len(names(svg)) == 4
    assert len(list(svg.iter("path"))) == 20


@pytest.mark.parametrize(
    "points",
    [((1, 0),), ((1, 5), (2, 5)), ((1, -3), (2, -1)), ((1, 1e6), (2, 1e-3))],
)
def test_any_figures_have_axes(points):
    svg = drawn(Line("seed 1", points))
    ticks = [n.text for n in svg.iter("text")]
    assert "epoch 1" in ticks and len(ticks) >= 4
    marks = [float(n.get("cy")) for n in svg.iter("circle")]
    assert all(17 <= y <= 237 for y in marks)


def test_a_lower_chart_stands_on_the_ground_of_the_histogram_beside_it():
    low = {"what": "Students", "by": "day", "says": "Five.", "key": "k"}
    svg = ElementTree.fromstring(
        line_chart([Line("hw1", ((-3, 0), (0, 5)))], **low, height=HEIGHT)
    )
    ground = next(n for n in svg.iter("line") if n.get("class") == "c-axis")
    assert float(ground.get("y1")) == bars.BASE
    heights = [float(n.get("y")) for n in svg.iter("text")]
    assert max(heights) <= HEIGHT


def test_a_long_name_stands_before_the_end_and_days_before_have_a_minus():
    low = {"what": "Students", "by": "day", "says": "Five.", "key": "k"}
    long, short = ((-3, 0), (0, 5)), ((-3, 0), (0, 2))
    lines = [Line("hw1", short), Line("project-report", long)]
    svg = ElementTree.fromstring(line_chart(lines, **low))
    sides = {n.text: n.get("text-anchor") for n in svg.iter("text")}
    assert sides["project-report"] == "end" and sides["hw1"] != "end"
    assert "\N{MINUS SIGN}2" in sides and "-2" not in sides
