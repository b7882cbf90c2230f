"""Whether answers repeat each other, counted on plain values."""

import pytest

from graders.families.written.inside.measures import distinct
from graders.families.written.inside.written import Written

ONE = "The mean hides who waits, since nobody can share the time that others lose "
TWO = "Percentiles cannot be averaged, so keep every time, or a fine histogram "
ASKED = [
    {"name": name, "kind": "text", "ask": f"Why {name}?", "section": ""}
    for name in ("a", "b")
]


def found(a, b):
    work = Written({"questions": ASKED}, {"a": a, "b": b})
    return distinct(work, {}, "")


def test_different_answers_are_distinct():
    one = found(ONE * 2, TWO * 2)
    assert (one.value, one.passed, one.evidence) == (1.0, True, ())


@pytest.mark.parametrize("copy", [ONE * 2, (ONE * 2).upper(), f"So: {ONE * 2}!"])
def test_a_copy_is_named(copy):
    one = found(ONE * 2, copy)
    assert (one.value, one.passed) == (0.5, False)
    assert one.evidence[0].expected == "An answer to “Why b?”"


def test_without_an_answer_long_enough_it_says_how_long():
    one = found("Short.", "")
    assert (one.value, one.passed) == (0.0, False)
    assert one.evidence[0].expected == "Answers of 20 words or more."
