"""What requires a check that is not met is not run, and says so."""

import pytest

from graders.judge.errors import ExpectationFailed
from graders.judge.verdict import NOT_RUN, Gates, failed, passed
from graders.protocol import CheckSpec

MERGES = CheckSpec("merges", "Merges are right")
SPEED = CheckSpec("speed", "Fast", requires=("merges",))
MARGIN = CheckSpec("margin", "Faster still", requires=("speed",))


def ran(*specs, bad=(), order=None):
    """Every result, and which rules were really asked."""
    gates, asked = Gates(specs), []

    def run(spec):
        asked.append(spec.name)
        return failed(spec, ExpectationFailed("no")) if spec in bad else passed(spec, 2)

    found = [gates.result(s, lambda s=s: run(s)) for s in order or specs]
    return {result.name: result for result in found}, asked


def test_everything_runs_where_nothing_fails():
    found, asked = ran(MERGES, SPEED, MARGIN)
    assert asked == ["merges", "speed", "margin"]
    assert all(result.passed for result in found.values())


def test_what_requires_a_failed_check_is_not_asked_and_names_it():
    found, asked = ran(MERGES, SPEED, bad=[MERGES])
    assert asked == ["merges"]
    assert (found["speed"].passed, found["speed"].value) == (None, None)
    (line,) = found["speed"].evidence
    assert line.got == "Not run, because “Merges are right” is not met."


def test_what_was_not_run_is_not_met_either():
    found, asked = ran(MERGES, SPEED, MARGIN, bad=[MERGES])
    assert asked == ["merges"]
    assert found["margin"].evidence[0].got == "Not run, because “Fast” is not met."


def test_a_required_check_that_comes_later_holds_nobody_up():
    _, asked = ran(MERGES, SPEED, bad=[MERGES], order=[SPEED, MERGES])
    assert asked == ["speed", "merges"]


@pytest.mark.parametrize("hidden", ["merges", "speed"])
def test_of_hidden_checks_no_more_is_said_than_that(hidden):
    specs = [
        CheckSpec(each.name, each.title, each.name == hidden, requires=each.requires)
        for each in (MERGES, SPEED)
    ]
    found, _ = ran(*specs, bad=specs[:1])
    assert found["speed"].evidence[0].got == NOT_RUN
