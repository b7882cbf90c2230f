"""Containers that somebody kills from outside, at the worst moment."""

import os
import threading
import time

import docker
import pytest

from graders.protocol import Outcome
from graders.sandbox.stage import SandboxError
from tests.graders.families.tiny import GOOD_PREDICT

pytestmark = pytest.mark.docker
SLOW = "import time; print('here', flush=True); time.sleep(8)\n"
SLOW_CALL = "import time\ndef double(x):\n    time.sleep(0.9)\n    return 2 * x\n"


@pytest.fixture
def killer():
    """Kill the first container of ours whose command line has a word, once it runs."""
    engine = docker.from_env()
    label = f"assay.runner=tests-{os.getpid()}"

    def kill(word):
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            for found in engine.containers.list(
                filters={"label": label}, ignore_removed=True
            ):
                command = " ".join([found.attrs["Path"], *found.attrs["Args"]])
                if word in command:
                    time.sleep(0.3)
                    found.kill()
                    return
            time.sleep(0.05)

    threads = []

    def begin(word):
        threads.append(threading.Thread(target=kill, args=(word,)))
        threads[-1].start()

    yield begin
    for thread in threads:
        thread.join()
    engine.close()


def test_a_killed_student_container_is_told_and_costs_nothing(contained, killer):
    killer("train.py")
    report = contained.training().grade(train=SLOW, predict=GOOD_PREDICT).report
    assert report.outcome is Outcome.UNGRADABLE
    assert "was killed" in report.sentence
    assert "it cost nothing" in report.hint


def test_a_killed_judge_is_our_own_failure_and_tried_again(contained, killer):
    killer("graders.judge")
    with pytest.raises(SandboxError, match="killed from outside"):
        contained.functions().grade(work=SLOW_CALL)
