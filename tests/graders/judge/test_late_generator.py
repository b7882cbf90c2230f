"""A load generator that was late voids the run; it costs the student nothing."""

import pytest

from graders.judge import server as servers
from graders.judge.errors import TooNoisyError
from graders.judge.loads import Traffic
from graders.judge.requests import get
from graders.judge.server import TRIES, Server

OPTIONS = {"port": 8000}
TRAFFIC = Traffic(lambda rng: get("/"))


class Generator:
    """Stands for the other end: every run is late by the next of ``lags``, in ms."""

    def __init__(self, lags):
        self.lags, self.runs = list(lags), 0

    def ask(self, question, seconds):
        self.runs += 1
        lag = self.lags.pop(0) / 1000
        dues = question["dues"] or [0.0] * len(question["requests"])
        rows = [[due, lag, 0.0, 0.005, 200, ""] for due in dues]
        figures = {"seconds": 1.0, "own_cpu_s": 0.1, "kept": {}}
        return {"value": {"rows": rows, **figures}}


@pytest.fixture
def a_server(monkeypatch):
    """A server of whose generator only the lag is known."""
    monkeypatch.setattr(servers, "PAUSE_S", 0.0)
    monkeypatch.setattr(Server, "rng", None)
    every = lambda rng, rate, count: [k / rate for k in range(count)]  # noqa: E731
    monkeypatch.setattr(servers, "arrivals", every)

    def make(*lags):
        generator = Generator(lags)
        return Server(
            generator, None, options=OPTIONS, seconds=30.0, request_s=1.0
        ), generator

    return make


def run(server):
    return server.open_loop(TRAFFIC, rate=50, count=100, bound_ms=100)


def test_a_run_in_time_counts(a_server):
    server, generator = a_server(0.3)
    assert run(server).lag_ms == pytest.approx(0.3)
    assert generator.runs == 1


def test_a_late_run_is_thrown_away_and_taken_again(a_server):
    server, generator = a_server(40, 11, 0.3)
    assert run(server).lag_ms == pytest.approx(0.3)
    assert generator.runs == 3


def test_a_generator_that_stays_late_blames_the_machine(a_server):
    server, generator = a_server(*[40] * TRIES)
    with pytest.raises(TooNoisyError, match=r"40\.0 ms late; 10\.0 ms would do"):
        run(server)
    assert generator.runs == TRIES
    assert server.errors == {} and server.wrong == []


def test_a_closed_loop_that_was_late_is_run_again_too(a_server):
    server, generator = a_server(40, 3, 0.3)
    load = server.closed_loop(TRAFFIC, clients=2, count=100)
    assert load.lag_ms == pytest.approx(0.3)
    assert (generator.runs, server.asked) == (3, 100)


def test_a_closed_loop_that_stays_late_blames_the_machine(a_server):
    server, _ = a_server(*[40] * TRIES)
    with pytest.raises(TooNoisyError, match=r"2\.0 ms would do"):
        server.closed_loop(TRAFFIC, clients=2, count=100)
