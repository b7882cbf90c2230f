"""Every request gets its answer or a reason, and its time from when it was due."""

import time

import pytest

from graders.load.driving import Driver
from graders.load.samples import Rules

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"


def good(connection, number):
    connection.sendall(OK)


def driver(port, asked, keep=(), **rules):
    rules = {"connections": 8, "request_s": 0.5, "total_s": 5.0, **rules}
    return Driver(asked, Rules(port, **rules), keep=keep)


def errors(outcome):
    return {sample.error for sample in outcome.samples}


def test_a_closed_loop_asks_all_and_keeps_what_it_was_told_to(serve, ask):
    done = driver(serve(good), ask(50), keep=[3, 49]).closed(4)
    assert errors(done) == {""}
    assert {sample.status for sample in done.samples} == {200}
    assert {index: each.body for index, each in done.kept.items()} == {
        3: b"ok",
        49: b"ok",
    }
    assert done.opened == 4


def test_a_closed_loop_that_is_held_up_itself_says_so(serve, ask, monkeypatch):
    """The server answers at once; it is the loop that sleeps, twice."""
    held, look = [], Driver._look_at_deadlines

    def sleepy(self):
        if self._next in (10, 30) and self._next not in held:
            held.append(self._next)
            time.sleep(0.05)
        look(self)

    monkeypatch.setattr(Driver, "_look_at_deadlines", sleepy)
    done = driver(serve(good), ask(50)).closed(1)
    assert held == [10, 30]
    assert sum(sample.lag > 0.04 for sample in done.samples) >= 2


def test_an_open_loop_sends_when_it_is_due(serve, ask):
    dues = [0.01 * k for k in range(40)]
    done = driver(serve(good), ask(40)).open(dues)
    assert errors(done) == {""}
    assert [sample.due for sample in done.samples] == pytest.approx(dues)
    assert all(s.sent >= s.due + s.lag - 1e-6 for s in done.samples)


def test_who_waits_for_a_stalled_server_waits_from_the_due_moment(serve, ask):
    """A closed loop would report one slow request; here all that were due are slow."""

    def stalls(connection, number):
        if number == 5:
            time.sleep(0.4)
        connection.sendall(OK)

    dues = [0.01 * k for k in range(40)]
    done = driver(serve(stalls), ask(40), connections=1, request_s=2).open(dues)
    slow = [sample for sample in done.samples if sample.latency > 0.1]
    assert len(slow) > 20
    assert max(sample.lag for sample in done.samples) < 0.3


def test_a_refused_connection_is_said(ask):
    assert errors(driver(1, ask(3)).closed(1)) == {"refused"}


@pytest.mark.parametrize(
    ("act", "kind"),
    [
        (lambda c, n: time.sleep(1), "slow"),
        (lambda c, n: (c.sendall(OK[:-1]), time.sleep(1)), "unfinished"),
        (lambda c, n: c.sendall(OK[:-1]) or "close", "cut_off"),
        (lambda c, n: "close", "cut_off"),
        (lambda c, n: c.sendall(OK + b"more"), "unasked"),
        (lambda c, n: c.sendall(b"hello\r\n\r\n"), "malformed"),
    ],
    ids=["slow", "unfinished", "cut", "closed", "unasked", "malformed"],
)
def test_a_bad_answer_has_a_reason(serve, ask, act, kind):
    assert errors(driver(serve(act), ask(2)).closed(1)) == {kind}


def test_a_kept_connection_that_was_closed_meanwhile_is_no_error(serve, ask):
    def once(connection, number):
        connection.sendall(OK)
        return "close"

    done = driver(serve(once), ask(20)).closed(1)
    assert errors(done) == {""}


def test_bytes_on_an_idle_connection_are_noted_and_it_is_dropped(serve, ask):
    def chatty(connection, number):
        connection.sendall(OK)
        time.sleep(0.05)
        connection.sendall(b"and another thing")

    done = driver(serve(chatty), ask(2)).open([0.0, 0.3])
    assert errors(done) == {""}
    assert (done.unasked, done.opened) == (1, 2)


def test_what_could_not_be_sent_in_time_counts_as_unsent(serve, ask):
    def slow(connection, number):
        time.sleep(0.3)
        connection.sendall(OK)

    done = driver(serve(slow), ask(30), connections=1, total_s=1.0).open([0.0] * 30)
    assert errors(done) == {"", "unsent"}


def test_a_server_that_is_gone_ends_the_run(ask):
    rules = Rules(1, request_s=5, total_s=30)
    done = Driver(ask(200), rules, is_server_gone=lambda: True).open(
        [0.1 * k for k in range(200)]
    )
    assert errors(done) == {"ended"}
    assert done.seconds < 10
