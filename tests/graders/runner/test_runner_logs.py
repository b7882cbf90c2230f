"""A stage's output arrives whole, in order, once."""

import time
from dataclasses import replace

import pytest

from graders.runner import logs
from graders.runner.logs import CUT, LogShipper
from tests.graders.runner.conftest import stage


@pytest.fixture
def shipper(portal, bench):
    """A shipper whose thread does not run: the test says when it sends."""
    lease = portal.queue()
    portal.granted[lease.id] = lease
    return LogShipper(bench.client, lease, is_public=lambda stage: stage == "train")


def test_a_log_is_sent_while_the_stage_still_runs(portal, bench):
    portal.queue()

    def script(lease, folders, feed):
        feed.stages([stage("train"), stage("judge", is_public=False)])
        feed.log("train", b"epoch 1\n")
        feed.log("judge", b"secret\n")
        until = time.monotonic() + 5
        while "judge" not in portal.logs:
            assert time.monotonic() < until
            time.sleep(0.01)
        assert portal.logs["train"] == b"epoch 1\n"
        feed.log("train", b"epoch 2\n")

    bench.script = script
    bench.claimer.claim_until_none()
    assert portal.logs == {"train": b"epoch 1\nepoch 2\n", "judge": b"secret\n"}
    assert portal.public_logs == {"train"}


def test_a_stage_that_ends_has_its_log_sent_at_once(portal, bench, monkeypatch):
    monkeypatch.setattr(logs, "FLUSH_S", 3600.0)
    portal.queue()

    def script(lease, folders, feed):
        feed.log("train", b"epoch 1\n")
        feed.stages([replace(stage("train"), state="done")])
        until = time.monotonic() + 5
        while "train" not in portal.logs:
            assert time.monotonic() < until
            time.sleep(0.01)

    bench.script = script
    bench.claimer.claim_until_none()
    assert portal.logs == {"train": b"epoch 1\n"}


def test_the_rest_of_a_log_comes_before_the_report(portal, bench):
    portal.queue()
    bench.script = lambda lease, folders, feed: feed.log("train", b"x" * 700_000)
    bench.claimer.claim_until_none()
    assert len(portal.logs["train"]) == 700_000
    paths = [path for _, path in portal.requests if "heartbeat" not in path]
    assert paths.index("/leases/lease-one/report/") > max(
        n for n, path in enumerate(paths) if "/log/" in path
    )


def test_an_unknown_stage_is_for_staff_only(portal, bench):
    portal.queue()
    bench.script = lambda lease, folders, feed: feed.log("surprise", b"?")
    bench.claimer.claim_until_none()
    assert portal.logs["surprise"] == b"?"
    assert portal.public_logs == set()


def test_a_log_that_was_opened_is_public_though_no_stage_has_its_name(portal, bench):
    portal.queue()

    def script(lease, folders, feed):
        feed.open_log("metrics-1")
        feed.stages([stage("train-1"), stage("score", is_public=False)])
        feed.log("metrics-1", b"{}\n")
        feed.log("score", b"secret\n")

    bench.script = script
    bench.claimer.claim_until_none()
    assert portal.logs == {"metrics-1": b"{}\n", "score": b"secret\n"}
    assert portal.public_logs == {"metrics-1"}


@pytest.mark.parametrize("what", ["drop", "drop_after", 503])
def test_a_broken_connection_neither_loses_nor_doubles(portal, shipper, what):
    portal.fail("PUT", "/log/", what)
    shipper.append("train", b"one ")
    assert shipper._flush()
    shipper.append("train", b"two ")
    shipper.finish(patience_s=2)
    assert portal.logs["train"] == b"one two "


def test_it_goes_on_where_the_portal_says(portal, shipper):
    shipper.append("train", b"abcdef")
    portal.logs["train"] = bytearray(b"abc")
    shipper.finish(patience_s=2)
    assert portal.logs["train"] == b"abcdef"


def test_a_portal_that_forgot_gets_the_rest(portal, shipper):
    shipper.append("train", b"abc")
    shipper._flush()
    portal.logs["train"].clear()
    shipper.append("train", b"def")
    shipper.finish(patience_s=2)
    assert portal.logs["train"] == b"def"


def test_memory_is_bounded_and_the_cut_is_said(portal, shipper, monkeypatch):
    monkeypatch.setattr(logs, "PENDING_BYTES", 1000)
    for _ in range(50):
        shipper.append("train", b"x" * 100)
    assert len(shipper._stages["train"].pending) == 1000 + len(CUT)
    shipper.finish(patience_s=2)
    assert portal.logs["train"] == b"x" * 1000 + CUT


def test_a_refused_log_is_given_up_and_the_others_go_on(portal, shipper):
    portal.fail("PUT", "/log/train/", 413, times=5)
    shipper.append("train", b"too long")
    shipper.append("judge", b"fine")
    shipper.finish(patience_s=2)
    assert portal.logs == {"judge": b"fine"}
    assert [f.times for f in portal.faults] == [4]


def test_a_lost_lease_ends_the_sending(portal, shipper):
    portal.lost.add("lease-one")
    shipper.append("train", b"x")
    assert not shipper._flush()
    shipper.append("train", b"y")
    assert not shipper._flush()
    assert len([path for _, path in portal.requests if "/log/" in path]) == 1
