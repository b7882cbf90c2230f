"""Servers that go wrong once there is load: whose move it is, in which words."""

import os
import subprocess
import sys

import pytest

from graders.protocol import Outcome
from tests.graders.families.tiny_server import got

pytestmark = pytest.mark.docker


def test_one_that_dies_under_load_loses_what_was_to_come(served):
    graded = served.misbehaving(
        """
        def act(connection, path):
            if count > 20:
                os._exit(3)
            reply(connection, str(2 * number(path)).encode())
        """
    )
    assert graded.report.outcome is Outcome.GRADED
    assert graded.score.points == 20
    said = got(graded, "right")
    assert "got no good answer" in said
    assert "your server had ended" in said or "refused" in said  # as it was noticed


def test_one_whose_core_strangers_use_is_tried_elsewhere(served):
    core = {"preexec_fn": lambda: os.sched_setaffinity(0, {0})}
    spin = [sys.executable, "-c", "while True: pass"]
    strangers = [subprocess.Popen(spin, **core) for _ in range(6)]
    try:
        graded = served.misbehaving(
            """
            def act(connection, path):
                end = time.thread_time() + 0.05
                while time.thread_time() < end:
                    pass
                reply(connection, str(2 * number(path)).encode())
            """
        )
    finally:
        for each in strangers:
            each.kill()
            each.wait()
    assert graded.report.outcome is Outcome.RUNNER_FAILED
    note = graded.report.staff_note
    assert "for a core that others had" in note or "generator" in note  # both may be


def test_one_that_eats_its_memory_is_told_so(served):
    graded = served.misbehaving(
        """
        hoard = []

        def act(connection, path):
            if count > 6:
                hoard.append(bytearray(b"x" * (16 << 20)))
            reply(connection, str(2 * number(path)).encode())
        """
    )
    assert graded.report.outcome is Outcome.OUT_OF_MEMORY
    assert "128 MiB" in graded.report.sentence


def test_one_that_forks_without_end_stays_in_its_container(served):
    served.seconds = 12
    graded = served.misbehaving(
        """
        def act(connection, path):
            while True:
                if os.fork() == 0:
                    time.sleep(60)
        """
    )
    students = (Outcome.GRADED, Outcome.OUT_OF_MEMORY, Outcome.TIMEOUT)
    assert graded.report.outcome in students
    assert graded.score.points <= 5
    told = [check for check in graded.report.checks if check.evidence]
    assert graded.report.sentence or told


def test_one_that_is_right_until_the_load_starts_is_found_out(served):
    graded = served.misbehaving(
        """
        def act(connection, path):
            wrong = 1 if count > 12 else 0
            reply(connection, str(2 * number(path) + wrong).encode())
        """
    )
    assert graded.report.outcome is Outcome.GRADED
    assert graded.score.points == 20
    assert "compared while the load was on are wrong" in got(graded, "right")
