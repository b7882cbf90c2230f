"""The picture of how a class is spread."""

import pytest

from portal.web.charts.bars import binned, histogram, paired_histogram


@pytest.mark.parametrize(
    ("values", "first", "last"),
    [([0, 9.99], 2, 0), ([100, 90, 250], 0, 3), ([-5], 1, 0), ([], 0, 0)],
)
def test_values_fall_into_tenths_and_the_far_ones_are_pinned(values, first, last):
    counts = binned(values, 0, 100)
    assert (counts[0], counts[-1], sum(counts)) == (first, last, len(values))


def test_the_picture_says_what_it_shows():
    said = histogram(
        [10, 55, 55, 100],
        low=0,
        high=100,
        what="Best scores",
        says="4 students.",
        key="k",
        middle=55.0,
        knots=(60.0, 200.0),
    )
    assert '<title id="k-t">Best scores</title>' in said
    assert "50 to 60: 2" in said and "median 55" in said
    assert said.count("the curve bends at 60") == 1 and "200" not in said
    assert said.count("<rect") == 10


def test_one_value_alone_is_still_a_picture():
    assert "<rect" in histogram([3], low=3, high=4, what="w", says="s", key="k")


def test_two_spreads_stand_side_by_side():
    said = paired_histogram(
        [5, 95], [95, 95], low=0, high=100, what="Totals", says="Two.", key="k"
    )
    for bar in ("0 to 10, now: 1", "0 to 10, then: 0", "90 to 100, then: 2"):
        assert f"<title>{bar}</title>" in said
    assert said.count('class="c-bar"') == said.count('class="c-bar-me"') == 10
