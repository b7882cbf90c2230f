"""Parameters are assigned behind the tagged cell, as papermill does."""

import math

import pytest

from graders.families.notebook.inside.parameters import ParameterError, inject, literal
from graders.families.notebook.inside.reading import Cell

TAGGED = Cell("p", "code", "rate = 1", ("parameters",))
LATER = Cell("l", "code", "rate")


def test_they_follow_the_first_tagged_cell():
    found = inject([TAGGED, LATER, TAGGED], {"rate": 0.5, "name": "a'b"})
    assert [one.id for one in found] == ["p", "", "l", "p"]
    assert found[1].source == 'rate = 0.5\nname = "a\'b"'


def test_what_an_earlier_run_left_behind_is_taken_out():
    old = Cell("o", "code", "rate = 9", ("injected-parameters",))
    assert inject([TAGGED, old, LATER], {}) == [TAGGED, LATER]


def test_a_notebook_without_a_tagged_cell_is_told_so():
    with pytest.raises(ParameterError, match="no code cell tagged"):
        inject([LATER, Cell("m", "markdown", "x", ("parameters",))], {"rate": 1})


@pytest.mark.parametrize("name", ["a b", "class", "x; import os", "", "x=1\ny"])
def test_only_a_variable_can_be_assigned(name):
    with pytest.raises(ValueError, match="no variable"):
        inject([TAGGED], {name: 1})


@pytest.mark.parametrize(
    "value",
    [None, True, -3, 0.1, "a\n'\"b", [1, [2.5]], (), (1,), (1, 2), {"a": [None]}],
)
def test_a_plain_value_comes_back_from_its_source(value):
    assert eval(literal(value)) == value


def test_infinity_is_written_as_source_too():
    assert math.isinf(eval(literal(float("inf"))))


def test_other_values_are_refused():
    with pytest.raises(ValueError, match="cannot be a set"):
        literal({1})
