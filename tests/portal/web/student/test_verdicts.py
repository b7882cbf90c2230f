"""Facts under a check: a sentence has an end, a value stays as it is."""

import pytest

from portal.grading.selectors import CheckView
from portal.web.student.verdicts import facts_of


def facts(**line):
    check = CheckView(
        name="one",
        title="One",
        state="failed",
        points=0.0,
        max_points=5.0,
        share=0.0,
        value=None,
        passed=False,
        evidence=(line,),
        hint="",
        visibility="visible",
        measure="",
        unit="",
        curve={"kind": "credit", "numbers": []},
        requires=(),
        is_bonus=False,
    )
    return [fact.text for fact in facts_of(check, None, ())]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "softmax raised NotImplementedError (code cell 2, line 2)",
            "softmax raised NotImplementedError (code cell 2, line 2).",
        ),
        ("an array of shape (3, 4)", "an array of shape (3, 4)."),
        ("0.5 of it, by its own account.", "0.5 of it, by its own account."),
        ("0.5 0.25 0.125", "0.5 0.25 0.125"),
        ("[1.0, 2.0, nan]", "[1.0, 2.0, nan]"),
        ("float64", "float64"),
    ],
)
def test_what_came_is_a_sentence_or_a_value(text, shown):
    assert facts(got=text) == [shown]


def test_a_hint_may_be_code_and_stays_as_it_is():
    said = "Say so with EXPOSE 8000"
    assert facts(got="no.", hint=said) == ["no.", said]
