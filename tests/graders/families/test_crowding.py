"""A program that hardly ran for its neighbours' sake costs its author nothing."""

import pytest

from graders.families import asking, crowding
from graders.families.crowding import starved
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


@pytest.mark.parametrize(
    ("busy_s", "is_ours"), [(60.0, True), (12.0, False), (25.0, True)]
)
def test_who_only_answers_is_measured_by_the_time_it_was_asked(busy_s, is_ours):
    """A program that waits for questions runs for no time at all meanwhile."""
    found = starved(end(seconds=300.0), "agent.py", crowded=True, busy_s=busy_s)
    assert (found is not None) is is_ours


# Deaf to the harness's own alarm, so that the stage's clock has to end it.
SPIN = """
import signal, time
def double(x):
    signal.signal(signal.SIGALRM, signal.SIG_IGN)
    time.sleep(600)
"""


def test_functions_that_hardly_ran_are_tried_elsewhere(bare, monkeypatch):
    """The machine is said to be crowded; a program that sleeps looks like starving."""
    monkeypatch.setattr(asking, "is_crowded", lambda: True)
    monkeypatch.setattr(crowding, "SHORTEST_S", 1.0)
    lab = bare.functions(seconds=3)
    judge = lab.folder / "judge.py"
    judge.write_text(judge.read_text().replace("call_s=1.0", "call_s=9.0"))
    report = lab.grade(work=SPIN).report
    assert report.outcome is Outcome.RUNNER_FAILED
    assert "Your program ran for" in report.staff_note


def test_on_a_machine_of_its_own_the_same_is_a_timeout(bare, monkeypatch):
    monkeypatch.setattr(asking, "is_crowded", lambda: False)
    lab = bare.functions(seconds=3)
    judge = lab.folder / "judge.py"
    judge.write_text(judge.read_text().replace("call_s=1.0", "call_s=9.0"))
    assert lab.grade(work=SPIN).report.outcome is Outcome.TIMEOUT
