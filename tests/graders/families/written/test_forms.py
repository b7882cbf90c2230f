"""Forms: what is counted, what a key gives, and answers that are none."""

import json

import pytest

from graders.protocol import Outcome
from tests.graders.families.written.essay import RIGHT, TEXT


def points(graded):
    assert graded.report.outcome is Outcome.GRADED, graded.report
    return {line.name: line.points for line in graded.score.lines}


def test_a_right_and_whole_form_gets_everything(bare):
    assert points(bare.form().answer(RIGHT)) == {"full": 4, "quiz": 6}


def test_each_question_is_marked_by_its_own_rule(bare):
    answers = {**RIGHT, "size": 70, "which": ["a", "c"], "word": "chain rule"}
    graded = bare.form().answer(answers)

    assert points(graded) == {"full": 4, "quiz": pytest.approx(1.2)}
    (check,) = [c for c in graded.report.checks if c.name == "quiz"]
    assert [line.got for line in check.evidence] == [
        "0 of 1 point.",
        "0 of 2 points.",
        "0 of 1 point.",
    ]
    assert "60" not in str(check.evidence)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Too short to be an answer.", "6 words; at least 20"),
        ("very " * 30, "over and over."),
        (
            "Which problem is solved, and why had nobody solved it before in this very "
            "way? Which problem is solved, and why had nobody solved it before?",
            "The question itself",
        ),
        (f"<!-- {TEXT} -->", "0 words"),
    ],
)
def test_a_text_must_say_something_of_its_own(written, text, why):
    answers = {**RIGHT, "first.problem": text}
    found = written.form().judge_here(json.dumps({"answers": answers}))

    assert found["full"]["value"] == pytest.approx(0.8)
    (line,) = found["full"]["evidence"]
    assert why in line["got"]
    assert line["expected"].startswith("An answer to “A paper: Which problem is")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "no JSON"),
        ("[]", "no table of answers"),
        (
            json.dumps({"answers": {"size": "sixty"}}),
            "“How many?” (size) is not a number",
        ),
        ('{"answers": {"size": NaN}}', "no JSON"),
        (
            json.dumps({"answers": {"size": 1e400}}).replace("Infinity", "1e999"),
            "not a number",
        ),
        (json.dumps({"answers": {"one": "z"}}), "no option 'z'"),
        (json.dumps({"answers": {"which": "a"}}), "must be a list of its options"),
        (json.dumps({"answers": {"else": "a"}}), "not asked"),
        (json.dumps({"answers": {"word": ["a"]}}), "must be text"),
        ("[" * 100_000, "no JSON"),
    ],
)
def test_answers_that_are_none_are_refused(written, content, said):
    assert said in written.form().judge_here(content)


def test_a_refusal_costs_nothing(bare):
    report = bare.form().grade(**{"answers.json": "{"}).report

    assert report.outcome is Outcome.UNGRADABLE
    assert "no JSON" in report.sentence


def test_a_copied_answer_is_flagged_and_keeps_its_points(bare):
    graded = bare.form().source("abstract.txt", f"We show this. {TEXT}").answer(RIGHT)

    assert points(graded)["full"] == 4
    (flag,) = graded.report.flags
    assert "Which problem is solved" in flag.sentence and "abstract" in flag.sentence


def test_the_sketch_tells_copies_and_holds_no_word(bare):
    graded = bare.form().answer(RIGHT)
    sketch = json.loads((graded.logs / "sketch.json").read_text())

    assert set(sketch["texts"]) == {"first.problem"}
    assert all(isinstance(number, int) for number in sketch["texts"]["first.problem"])
    assert "images" not in (graded.logs / "sketch.json").read_text()
