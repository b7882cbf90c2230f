"""results.json by the letter of the specification; each wrong type has its sentence."""

import json
from pathlib import Path

import pytest

from graders.check.grading import as_claims
from graders.families.archive.marking import marked
from graders.families.archive.results import ResultsError, read_results
from graders.protocol import CheckSpec, Statement, from_wire, to_wire

OTTER = Path(__file__).with_name("otter-results.json")
EVERYTHING = {
    "score": 44.5,
    "execution_time": 136,
    "output": "of the whole",
    "output_format": "simple_format",
    "test_output_format": "md",
    "test_name_format": "html",
    "visibility": "after_due_date",
    "stdout_visibility": "after_published",
    "extra_data": {"seed": 7, "deep": [1, {"a": None}]},
    "tests": [
        {
            "score": 2.0,
            "max_score": 3,
            "status": "passed",
            "name": "one",
            "name_format": "text",
            "number": "1.1",
            "output": "long",
            "output_format": "ansi",
            "tags": ["a", "b"],
            "visibility": "hidden",
            "extra_data": {"x": 1},
        },
        {"score": 3, "max_score": 3},
        {"name": "no points"},
    ],
    "leaderboard": [
        {"name": "Accuracy", "value": 0.926},
        {"name": "Time", "value": 15.1, "order": "asc"},
        {"name": "Stars", "value": "*****"},
    ],
}


def read(**values):
    return read_results(json.dumps(values).encode())


def refused(raw):
    with pytest.raises(ResultsError) as caught:
        read_results(raw if isinstance(raw, bytes) else json.dumps(raw).encode())
    return str(caught.value)


def test_every_field_is_read():
    found = read_results(json.dumps(EVERYTHING).encode(), "printed")
    assert (found.score, found.execution_time) == (44.5, 136.0)
    assert (found.output, found.output_format) == ("of the whole", "simple_format")
    assert (found.visibility, found.stdout_visibility) == (
        "after_due_date",
        "after_published",
    )
    assert found.stdout == "printed"
    assert found.extra_data == {"seed": 7, "deep": [1, {"a": None}]}
    one, two, three = found.tests
    assert (one.status, one.output_format, one.name_format) == (
        "passed",
        "ansi",
        "text",
    )
    assert (one.number, one.tags, one.visibility) == ("1.1", ("a", "b"), "hidden")
    assert one.extra_data == {"x": 1}
    assert (two.status, two.number, two.visibility) == ("passed", "2", "after_due_date")
    assert (two.output_format, two.name_format) == ("md", "html")
    assert (three.status, three.score) == ("", None)
    assert [(s.name, s.value, s.order) for s in found.leaderboard] == [
        ("Accuracy", 0.926, "desc"),
        ("Time", 15.1, "asc"),
        ("Stars", "*****", "desc"),
    ]


def test_a_statement_survives_the_wire():
    found = read_results(json.dumps(EVERYTHING).encode())
    again = from_wire(Statement, json.loads(json.dumps(to_wire(found))))
    assert again == found


def test_without_a_total_the_tests_are_summed():
    assert read(tests=[{"score": 1.5}, {"score": 2}, {}]).score == 3.5
    assert read(score=9, tests=[{"score": 1}]).score == 9.0
    assert read(tests=[{"score": 1, "max_score": 2}]).tests[0].status == "failed"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({}, "no score"),
        ({"tests": [{"name": "x"}]}, "no score"),
        ([1], "must be an object"),
        (b"\xff\xfe", "not UTF-8"),
        (b'{"score": 1', "not JSON"),
        (b'{"score": NaN}', "NaN"),
        (b'{"score": Infinity}', "Infinity"),
        (b'{"score": 1e999}', "no number that can be graded"),
        (b'{"score": ' + b"9" * 5000 + b"}", "too many digits"),
        (b"[" * 100_000, "nested too deeply"),
        ({"score": "5"}, "score must be a number, not a text"),
        ({"score": True}, "score must be a number, not true or false"),
        ({"score": 1, "tests": {}}, "tests must be a list"),
        ({"tests": [{"score": 1}, {"score": []}]}, "tests[2].score"),
        ({"tests": ["x"]}, "tests[1] must be an object"),
        ({"tests": [{}] * 501}, "at most 500"),
        ({"score": 1, "visibility": "secret"}, "visibility is 'secret'"),
        ({"score": 1, "output": 3}, "output must be a text"),
        ({"score": 1, "tests": [{"tags": "x"}]}, "tags must be a list"),
        ({"score": 1, "tests": [{"status": "ok"}]}, "tests[1].status"),
        ({"score": 1, "output_format": []}, "output_format"),
        ({"score": 1, "leaderboard": [{"name": "x", "value": []}]}, "leaderboard[1]"),
        ({"score": 1, "leaderboard": [{"value": 1}]}, "name is missing"),
        ({"score": 1, "extra_data": {"a": "x" * 70_000}}, "larger than"),
    ],
)
def test_what_is_wrong_is_named(raw, said):
    assert said in refused(raw)


def test_what_cannot_be_stored_is_replaced_and_long_output_is_cut():
    found = read(score=1, output="a\0b", tests=[{"output": "x" * 20_000}])
    assert found.output == "a\ufffdb"
    assert found.tests[0].output.endswith("cut off here")
    assert read_results(b'{"score": 1, "output": "\\ud800"}').output == "?"


def test_what_is_above_the_maximum_goes_to_extra():
    found = read(tests=[{"score": 12, "max_score": 10}])
    plain, extra = CheckSpec("all", "All"), CheckSpec("more", "More", measure="extra")
    results, flags = marked(found, (plain, extra))
    assert [result.value for result in results] == [12.0, 2.0]
    assert flags == []
    assert len(marked(found, (plain,))[1]) == 1


def test_less_than_nothing_counts_as_nothing():
    results, flags = marked(read(score=-3), (CheckSpec("all", "All"),))
    assert results[0].value == 0.0
    assert "less than 0" in flags[0].sentence


def test_at_home_it_is_said_to_be_a_claim():
    lines = as_claims(read_results(json.dumps(EVERYTHING).encode()))
    assert "own account" in lines[0]
    assert "passed             2/3  1.1) one" in lines[1]
    assert "Stars = *****" in lines[-1]


def test_what_the_real_otter_wrote_is_read():
    """One question right, one wrong, in a zip of `otter generate` (otter_base)."""
    found = read_results(OTTER.read_bytes())
    assert found.score == 2.0
    assert [(t.name, t.score, t.status) for t in found.tests] == [
        ("Public Tests", None, "failed"),
        ("q1", 2.0, "passed"),
        ("q2", 0.0, "failed"),
    ]
    assert {t.visibility for t in found.tests} == {"visible", "hidden"}
