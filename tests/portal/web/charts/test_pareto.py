"""The picture of the board says in words what it shows."""

from portal.web.charts.pareto import Spot, frontier_of, pareto_chart

REFERENCE = Spot("supplied", 0.984, 606_000, 1.0, is_reference=True)
MINE = Spot("Sorrel", 0.979, 158_000, 2.0, is_mine=True)
BEATEN = Spot("Saffron", 0.975, 352_000, 1.2)
OUT = Spot("Juniper", 0.31, 112_000, 2.4, is_out=True)
ALL = (MINE, BEATEN, OUT, REFERENCE)


def test_the_frontier_goes_from_small_to_large_and_gets_better():
    assert frontier_of(ALL) == [MINE, REFERENCE]


def test_it_speaks_to_those_who_cannot_see_it():
    picture = pareto_chart(ALL, "B")
    assert "3 models, of which 2 meet the gate" in picture
    assert "you: 158 kB, 0.9790, 2.0×" in picture
    assert 'role="img"' in picture and "style=" not in picture


def test_a_hopeless_model_does_not_squeeze_the_others():
    picture = pareto_chart(ALL, "B")
    assert ">0.98<" in picture and ">0.4" not in picture


def test_one_model_alone_has_a_picture():
    assert "<circle" in pareto_chart([MINE], "B")


def test_names_are_escaped():
    odd = Spot("<b>", 0.97, 200_000, 1.5)
    assert "<b>" not in pareto_chart((*ALL, odd), "B")
