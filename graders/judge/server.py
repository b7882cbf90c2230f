"""A student's server as a check meets it: ask it once, or a thousand times a second."""

import random
import secrets
import time
import zlib
from typing import Any, Callable, Dict, List, Optional, Sequence, TypeVar

from graders.judge.channel import Channel
from graders.judge.errors import ChannelError, TooNoisyError, WorkError
from graders.judge.findings import Findings, log
from graders.judge.loads import MS, Load, Traffic, answer_of, arrivals, read_load
from graders.judge.requests import Answer, Request, dressed, failure, get, post
from graders.protocol import Flag, Series
from graders.protocol.calls import numpy

T = TypeVar("T")
CONNECTIONS = 256
BODY_CAP = 2**20
LAG_SHARE = 0.1  # of the bound: a later generator measures itself
SLOW, LEAST_LAG_MS = 0.9, 2.0  # a closed loop is not asked for more than that
TRIES = 8
PAUSE_S = 0.5  # before another try; longer each time, for a neighbour to end
SPARE_S = 15.0
BEGIN_S = 1000.0  # another timed stage may have the cores now


class Server:
    """One running server; everything asked of it counts against ``seconds``."""

    def __init__(
        self,
        channel: Channel,
        findings: Findings,
        *,
        options: Dict[str, Any],
        seconds: float,
        request_s: float,
    ) -> None:
        self._channel, self._findings = channel, findings
        self._left_s = seconds
        self._once: Dict[str, Any] = {}
        self._seed = secrets.randbits(31)
        self._draw = random.Random(secrets.randbits(64))  # noqa: S311 - for looks
        log(f"seed of this server's requests: {self._seed}")
        self.options = options
        self.port = int(options["port"])
        self.request_s = request_s
        self.check = ""
        self.startup_s = 0.0
        self.broken: Optional[ChannelError] = None
        self._streams = self.compared = self.asked = 0
        self.load_s, self.loaded_by = 0.0, ""  # all runs; whose check had the last
        self.errors: Dict[str, int] = {}
        self.wrong: List[str] = []

    @property
    def rng(self) -> Any:
        """Random numbers that no server saw before; another stream at every look."""
        self._streams += 1
        number = zlib.crc32(self.check.encode())
        return numpy.random.default_rng([self._seed, number, self._streams])

    def get(self, path: str, **query: Any) -> Answer:
        """GET; raise WorkError where no whole answer came."""
        return self.send(get(path, **query))

    def post(self, path: str, payload: Any) -> Answer:
        """POST ``payload`` as JSON, or as it is when it is text."""
        return self.send(post(path, payload))

    def send(self, request: Request) -> Answer:
        """One request by itself."""
        said = self._run([request], dues=[], clients=1, keep=[0])
        row, asked = said["rows"][0], f"{request.method} {request.path}"
        if row[5]:
            raise failure(asked, row[5], self.request_s)
        return answer_of(said["kept"]["0"], row, asked)

    def in_turn(self, requests: Sequence[Request]) -> List[Answer]:
        """One request after the other; every answer."""
        said = self._run(requests, dues=[], clients=1, keep=range(len(requests)))
        for row, request in zip(said["rows"], requests):
            if row[5]:
                asked = f"{request.method} {request.path}"
                raise failure(asked, row[5], self.request_s)
        kept = (said["kept"][str(index)] for index in range(len(requests)))
        return [answer_of(each, row) for each, row in zip(kept, said["rows"])]

    def open_loop(
        self, traffic: Traffic, *, rate: float, count: int, bound_ms: float
    ) -> Load:
        """Poisson arrivals at ``rate``; latency counts from when each was due.

        A generator that lags by more than a tenth of the bound tries again, then
        raises TooNoisyError: this machine is too busy to time anything.
        """

        def run() -> Load:
            rng = self.rng
            requests = traffic.draw(rng, count)
            dues = arrivals(rng, rate, count)
            return self._load(requests, traffic, dues=dues, clients=0)

        return self._in_time(run, lambda _: LAG_SHARE * bound_ms)

    def closed_loop(self, traffic: Traffic, *, clients: int, count: int) -> Load:
        """Each of ``clients`` asks again as soon as it was answered.

        A generator that lags by more than a tenth of most answers' time tries again.
        """

        def run() -> Load:
            requests = traffic.draw(self.rng, count)
            return self._load(requests, traffic, dues=[], clients=clients)

        return self._in_time(run, _most_lag)

    def _in_time(self, run: Callable[[], Load], most: Callable[[Load], float]) -> Load:
        """The first run whose generator kept time; raise TooNoisyError for none."""
        said = ""
        for turn in range(TRIES):
            time.sleep(turn * PAUSE_S)
            left_s, load = self._left_s, run()
            if load.lag_ms <= most(load):
                self._note(load)
                return load
            self._left_s = left_s  # a void run costs the student nothing
            late, enough = f"{load.lag_ms:.1f} ms late", f"{most(load):.1f} ms would do"
            said = f"the load generator was {late}; {enough}"
            log(f"{self.check}: {said}")
        raise TooNoisyError(said)

    def warm_up(self, traffic: Traffic, count: int = 30, clients: int = 2) -> None:
        """Requests that count for nothing."""
        requests = traffic.draw(self.rng, count)
        self._run(requests, dues=[], clients=clients, keep=[])

    def once(self, name: str, make: Callable[[], T]) -> T:
        """What ``make`` returned at the first call: several checks share a run."""
        if name not in self._once:
            self._once[name] = make()
        found: T = self._once[name]
        return found

    def redis(self, *words: str) -> Any:
        """Ask the Redis beside the server; None where it does not answer."""
        said = self._ask({"ask": "redis", "words": list(words)}, 5.0)
        if "error" in said:
            log(f"redis {words[0]}: {said['error']}")
        return said.get("said")

    def ready(self, path: str, seconds: float) -> Dict[str, Any]:
        """Wait for a good answer at ``path``; see graders.load.answering."""
        asked = dressed(get(path), self.port, self._draw)
        question = {"ask": "ready", "seconds": seconds, "path": asked["path"]}
        question["headers"] = asked["headers"]
        began = time.monotonic()
        said = self._channel.ask(question, BEGIN_S + seconds)["value"]
        self.startup_s = float(said["seconds"])
        log(f"ready: {said}, after {time.monotonic() - began:.1f} s in all")
        return dict(said)

    @property
    def has_ended(self) -> bool:
        """Is the server's program gone?"""
        return bool(self._ask({"ask": "ended"}, 5.0))

    def series(self, name: str, columns: Sequence[str], rows: Sequence[Any]) -> None:
        """A table of numbers for a picture on the page."""
        table = tuple(tuple(float(number) for number in row) for row in rows)
        self._findings.series(Series(name, self.check, tuple(columns), table))

    def sum_up(self) -> None:
        """Send what all runs came to, for whoever may see the last one's check."""
        if not self.asked:
            return
        self.check = self.loaded_by
        columns = ("requests", "seconds", "without an answer", "compared", "wrong")
        failed = sum(self.errors.values())
        row = (self.asked, self.load_s, failed, self.compared, len(self.wrong))
        self.series("load-summary", columns, [row])

    def flag(self, sentence: str) -> None:
        """Something staff should look at; it changes no score."""
        self._findings.flag(Flag(self.check, sentence))

    def _load(
        self,
        requests: Sequence[Request],
        traffic: Traffic,
        *,
        dues: Sequence[float],
        clients: int,
    ) -> Load:
        most = max(1, round(len(requests) * traffic.share))
        keep = sorted(self._draw.sample(range(len(requests)), most))
        said = self._run(requests, dues=dues, clients=clients, keep=keep)
        return read_load(said, requests, traffic)

    def _note(self, load: Load) -> None:
        self.loaded_by = self.check
        self.asked += len(load.latencies)
        self.load_s += load.seconds
        self.compared += load.compared
        self.wrong += load.wrong
        for kind, count in load.errors.items():
            self.errors[kind] = self.errors.get(kind, 0) + count

    def _run(
        self,
        requests: Sequence[Request],
        *,
        dues: Sequence[float],
        clients: int,
        keep: Sequence[int],
    ) -> Dict[str, Any]:
        planned_s = dues[-1] + self.request_s if dues else self._left_s
        total_s = max(0.0, min(self._left_s, planned_s))
        question = {
            "ask": "load",
            "requests": [dressed(each, self.port, self._draw) for each in requests],
            "dues": list(dues),
            "clients": clients,
            "keep": list(keep),
            "connections": CONNECTIONS,
            "request_s": self.request_s,
            "total_s": total_s,
            "body_cap": BODY_CAP,
        }
        return dict(self._ask(question, total_s + SPARE_S))

    def _ask(self, question: Dict[str, Any], seconds: float) -> Any:
        if self.broken is None and self._left_s <= 0:
            self.broken = ChannelError("timeout", "the stage's seconds are used up")
        if self.broken:
            raise WorkError("slow", "The time for all checks together was used up.")
        began = time.monotonic()
        try:
            return self._channel.ask(question, seconds)["value"]
        finally:
            self._left_s -= time.monotonic() - began


def _most_lag(load: Load) -> float:
    """How late a closed loop may be, in ms, for what it says to be the server's."""
    ordered = sorted(load.latencies)
    slow = ordered[int(SLOW * (len(ordered) - 1))] if ordered else 0.0
    return max(LEAST_LAG_MS, LAG_SHARE * slow * MS)
