"""Runners and brokers are killed; nobody who handed in loses anything."""

import os
import signal
import time

import pytest

from tests.journeys.conftest import COURSES

pytestmark = pytest.mark.docker
LAYERS = COURSES / "eecs182-fa22/hw01-layers-by-hand"
CLASSIFIER = COURSES / "w251/hw05-image-classifier"
LIVE = {"received", "held", "queued", "running"}


def wait_for(api, submission, is_so, seconds=120):
    """Poll a submission until ``is_so``; return it."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        found = api.get(f"/api/v1/submissions/{submission}/").json()
        if is_so(found):
            return found
        time.sleep(0.3)
    raise AssertionError(found)


def quota_left(api, stage, slug):
    assignment = stage.student().assignments()[slug]
    return api.get(f"/api/v1/assignments/{assignment}/").json()["quota"]["left"]


def containers_of(stage):
    """Return what this site's runner has on the engine, running or not."""
    import docker

    runner_id = (stage.site.place.var / "runner/id").read_text()
    label = {"label": f"assay.runner={runner_id}"}
    return docker.from_env().containers.list(
        all=True, filters=label, ignore_removed=True
    )


def test_a_runner_killed_in_the_middle_costs_nothing(stage):
    api = stage.api()
    before = quota_left(api, stage, "hw05")
    submission = stage.hand_in("hw05", CLASSIFIER / "mutants/plain-network")
    wait_for(api, submission, lambda found: found["state"] == "running")

    runner = stage.child("runner")
    seen = any(containers_of(stage) or time.sleep(0.05) for _ in range(600))
    assert seen, "the label finds nothing, so it could not find what is left either"
    os.killpg(runner.process.pid, signal.SIGKILL)
    stage.forget(runner)
    stage.site.start_runner(stage.supervisor)

    found = wait_for(api, submission, lambda f: f["state"] not in LIVE, seconds=180)
    assert found["state"] == "graded"
    report = api.get(f"/api/v1/submissions/{submission}/report/").json()
    assert report["attempt"] == 2
    assert quota_left(api, stage, "hw05") == before - 1


def test_nothing_of_a_killed_runner_is_left_on_the_engine(stage):
    assert containers_of(stage) == []


def test_a_killed_broker_holds_nobody_up_for_long(stage):
    broker = stage.child("broker")
    os.killpg(broker.process.pid, signal.SIGKILL)
    stage.forget(broker)

    api = stage.api()
    submission = stage.hand_in("hw01", LAYERS / "reference")  # accepted all the same
    assert api.get(f"/api/v1/submissions/{submission}/").json()["state"] == "queued"

    stage.site.start_broker(stage.supervisor)
    found = wait_for(api, submission, lambda f: f["state"] not in LIVE, seconds=150)
    assert found["state"] == "graded"
    stage.supervisor.check()


@pytest.mark.parametrize(
    ("code", "outcome", "says"),
    [
        ("while True: pass\n", "timeout", "seconds"),
        ("x = [b'0' * 10**7 for _ in range(10**6)]\n", "out_of_memory", "memory"),
        ("import sys; sys.exit(0)\n", "ungradable", "layers.py"),
        ("def affine_forward(:\n", "ungradable", "line 1"),
        ("print('x' * 10**9)\n", None, ""),
    ],
    ids=["endless", "memory", "exit", "syntax", "gigabyte"],
)
def test_a_bad_file_ends_with_a_sentence_in_its_students_place(
    stage, tmp_path, code, outcome, says
):
    (tmp_path / "layers.py").write_text(code)
    api = stage.api()
    submission = stage.hand_in("hw01", tmp_path)
    found = wait_for(api, submission, lambda f: f["state"] not in LIVE)
    assert outcome in (None, found["state"].replace(" ", "_")), found
    assert says in str(found), found
