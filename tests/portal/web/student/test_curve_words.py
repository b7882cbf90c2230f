"""A curve in words, before handing in and beside what came."""

import pytest

from portal.web.student.curve_words import Rule, each_of, in_brief, in_full, next_better

LATENCY = (10.0, 0.0, 5.0, 50.0, 3.0, 90.0, 2.0, 100.0)
RATE = (1.0, 0.0, 5.0, 50.0, 10.0, 100.0)
BOARD = (0.5, 30.0, 0.7, 80.0, 0.9, 100.0)

RULES = [
    (("gate", ()), "needed for the others", None),
    (("credit", ()), "all or nothing", None),
    (("bonus", ()), "on top of the others, all or nothing", None),
    (
        ("line", (0.9, 0.97)),
        "in a line from 0.9 (none) to 0.97 (all)",
        "0.9700 for all points; none at 0.9000 and below; a straight line between.",
    ),
    (
        ("bonus", (0.9, 0.97)),
        "on top of the others, in a line from 0.9 (none) to 0.97 (all)",
        "0.9700 for all 10 extra points; none at 0.9000 and below; a straight line "
        "between.",
    ),
    (
        ("knots", BOARD),
        "30 % at 0.5, 80 % at 0.7, all at 0.9, straight between",
        "0.9000 for all points; 80 % at 0.7000, 30 % at 0.5000 and below; straight "
        "lines between.",
    ),
    (
        ("bands", LATENCY, "s"),
        "50 % within 5 s, 90 % within 3 s, all within 2 s",
        "At most 2.0 s for all points; 3.0 s for 90 %, 5.0 s for 50 %; none above "
        "5.0 s.",
    ),
    (
        ("bands", RATE, "req/s"),
        "50 % from 5 req/s, all from 10 req/s",
        "At least 10 req/s for all points; 5 req/s for 50 %; none below 5 req/s.",
    ),
    (
        ("ratio", ()),
        "all within 1.2× of the reference, none beyond 10×",
        "Within 1.2× of the reference for all points, none beyond 10×; between them "
        "its share: the reference’s figure divided by yours.",
    ),
]


def rule(kind, numbers, unit=""):
    return Rule(kind, numbers, unit, 10.0)


@pytest.mark.parametrize(("curve", "brief", "full"), RULES)
def test_every_kind_has_its_words(curve, brief, full):
    assert in_brief(rule(*curve)) == brief
    assert not rule(*curve).is_drawn if full is None else in_full(rule(*curve)) == full


@pytest.mark.parametrize(
    ("curve", "value", "better"),
    [
        (("bands", LATENCY), 4.0, 3.0),
        (("bands", LATENCY), 20.0, 10.0),
        (("bands", RATE), 6.0, 10.0),
        (("knots", BOARD), 0.6, 0.9),
        (("line", (5.0, 1.0)), 3.0, 1.0),
        (("ratio", ()), 3.0, 1.2),
    ],
)
def test_the_next_bound_that_earns_more(curve, value, better):
    assert next_better(rule(*curve), value) == better


def test_repeats_are_seeds_only_where_each_has_one():
    assert each_of((1.0, 2.0, 3.0), (7, 8, 9)) == "seed"
    assert each_of((1.0, 2.0, 3.0), ()) == "round"
