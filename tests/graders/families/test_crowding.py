"""A program that hardly ran for its neighbours' sake costs its author nothing."""

import pytest

from graders.families.training.crowding import starved
from graders.protocol import Outcome
from graders.sandbox.stage import Cause, StageEnd


def end(cause=Cause.TIMEOUT, cpu=10.0, seconds=60.0):
    return StageEnd(cause, 137, seconds, cpu_seconds=cpu)


def test_who_hardly_ran_on_a_crowded_machine_is_tried_elsewhere():
    found = starved(end(), "train.py", crowded=True)
    assert found.outcome is Outcome.RUNNER_FAILED
    assert "another one" in found.sentence
    assert "ran for 10 of 60 s" in found.staff_note


@pytest.mark.parametrize(
    ("how", "crowded"),
    [
        ({}, False),
        ({"cpu": 50.0}, True),
        ({"cpu": None}, True),
        ({"cause": Cause.EXITED}, True),
        ({"cause": Cause.OUT_OF_MEMORY}, True),
        ({"cpu": 0.5, "seconds": 2.0}, True),
    ],
)
def test_everyone_else_had_their_time(how, crowded):
    assert starved(end(**how), "train.py", crowded=crowded) is None
