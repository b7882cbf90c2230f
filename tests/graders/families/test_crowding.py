"""A program that hardly ran for its neighbours' sake costs its author nothing."""

import pytest

from graders.families import asking, crowding
from graders.families.crowding import core_seconds, held_up, starved
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


@pytest.mark.parametrize(
    ("waited_s", "cores_s", "own_s", "is_ours"),
    [
        (6.0, 20.0, 0.0, True),
        (6.0, 10.5, 0.0, False),  # its threads waited for each other
        (0.9, 40.0, 0.0, False),  # others took what it left
        (6.0, 20.0, 9.0, False),  # a helper of its own had the core
        (None, 20.0, 0.0, False),
    ],
)
def test_who_shared_its_core_with_strangers_is_tried_elsewhere(
    waited_s, cores_s, own_s, is_ours
):
    ended = StageEnd(Cause.KILLED, 137, 30.0, cpu_seconds=10.0, waited_seconds=waited_s)
    found = held_up(ended, "The server", cores_s=cores_s, own_s=own_s)
    assert (found is not None) is is_ours
    if found:
        assert found.outcome is Outcome.RUNNER_FAILED
        assert "waited 6.0 s for a core that others had" in found.staff_note


def test_the_work_of_some_cores_is_read_from_the_machines_table(tmp_path):
    table = tmp_path / "stat"
    table.write_text(
        "cpu  9 9 9 9 9 9 9 0 0 0\n"
        "cpu0 100 20 30 5000 400 10 40 7 50 60\n"
        "cpu1 1 1 1 1 1 1 1 1 1 1\n"
        "intr 1 2 3\n"
    )
    assert core_seconds([0], table) * 100 == pytest.approx(180)
    assert core_seconds([0, 1], table) * 100 == pytest.approx(184)


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
