"""Asking for work, and hearing no."""

import time

import pytest

from graders.sandbox.stage import SandboxError


def test_it_claims_until_there_is_nothing(portal, bench):
    for name in ("one", "two", "three"):
        portal.queue(name)
    assert bench.claimer.claim_until_none()
    assert [r.lease_id for r in portal.reports] == [
        "lease-one",
        "lease-two",
        "lease-three",
    ]
    assert len(portal.claims) == 4
    assert portal.claims[0] == bench.claim()


def test_a_refused_token_stops_the_runner_with_3(portal, make_bench, caplog):
    bench = make_bench(token="of-somebody-else")
    bench.claimer.wait_for_work(25)
    assert bench.stop.exit_code == 3
    assert "revoked" in caplog.text
    assert "of-somebody-else" not in caplog.text
    assert len(portal.requests) == 1


def test_another_protocol_stops_the_runner_with_4(portal, bench, caplog):
    portal.speaks = "2"
    bench.claimer.wait_for_work(25)
    assert bench.stop.exit_code == 4
    assert "update the runner" in caplog.text


# 403: operators have quarantined this runner, which they may take back.
@pytest.mark.parametrize("what", ["drop", 500, 503, 429, 403])
def test_a_portal_that_is_away_is_asked_again(portal, bench, what, caplog):
    portal.fail("POST", "/claims/", what, times=3)
    portal.queue()
    assert bench.claimer.claim_until_none()
    assert portal.reports
    assert caplog.text.count("cannot claim") == 3


def test_a_portal_that_stays_away_is_given_up_until_the_next_poll(portal, bench):
    portal.fail("POST", "/claims/", 502, times=99)
    assert bench.claimer.claim_until_none() is False
    assert bench.stop.exit_code == 0


def test_a_waiting_claim_brings_work_at_once(portal, bench):
    thread = bench.in_thread(bench.claimer.wait_for_work, 5)
    while not portal.claims:
        time.sleep(0.01)
    began = time.monotonic()
    portal.queue()
    portal.reported()
    assert time.monotonic() - began < 2
    assert portal.claims[0].wait_s == 5
    bench.stop.drain()
    thread.join(6)
    assert not thread.is_alive()


def test_a_portal_that_does_not_hold_us_is_not_hammered(portal, bench):
    thread = bench.in_thread(bench.claimer.wait_for_work, 0)
    time.sleep(0.5)
    bench.stop.drain()
    thread.join(3)
    assert len(portal.claims) == 1


def test_nothing_is_claimed_while_the_engine_is_away(portal, bench):
    portal.queue()
    answers = iter([SandboxError("no engine"), SandboxError("no engine"), None])

    def claim():
        error = next(answers, None)
        if error:
            raise error
        return bench.claim()

    bench.claimer._claim = claim
    assert bench.claimer.claim_until_none()
    assert portal.reports
    assert len(portal.claims) == 2


def test_a_lease_we_cannot_read_is_not_run(portal, bench):
    portal.fail("POST", "/claims/", 200)
    portal.queue()
    assert bench.claimer.claim_until_none()
    assert [lease_id for lease_id, _ in bench.seen] == ["lease-one"]
