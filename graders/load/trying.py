"""python -m graders.load.trying PORT READY READY_S DATA: a student's server at home.

There is no judge: it waits until the server is ready, sends the public requests, then a
short load. What it finds goes to stdout for the runner, and in words to the log.
"""

import json
import sys
from pathlib import Path
from typing import Any, Dict, List, Sequence

from graders.load.answering import Answers
from graders.load.driving import Driver
from graders.load.examples import Example, read_examples
from graders.load.samples import Outcome, Rules
from graders.load.watching import Beacon
from graders.measure.errors import TooFewError
from graders.measure.stats import percentile
from graders.protocol import Measurement
from graders.protocol.codec import to_wire

CLIENTS, CLOSED = 4, 400
OPEN_S, LEAST_OPEN = 4.0, 64
SHARE, MOST_RATE = 0.5, 200.0  # of the closed loop's rate: what should hold easily
REQUEST_S, TOTAL_S = 5.0, 60.0
PERCENTS = (50, 90, 99)
LATE_S = 0.002  # who leaves later than that measures the machine


class Home:
    """One server and what it is asked."""

    def __init__(self, port: int, examples: Sequence[Example]) -> None:
        self._port, self._examples = port, examples

    def ask_each(self) -> int:
        """Every public request by itself; how many answers were wrong."""
        wrong = 0
        for each in self._examples:
            done = self._driver([each], keep=[0]).closed(1)
            sample, got = done.samples[0], done.kept.get(0)
            said = each.complaint(got) if got else f"no whole answer: {sample.error}"
            took = f"{1000 * (sample.latency or 0):.1f} ms"
            say(f"{each.method} {each.path}: {said or f'as it should be, in {took}'}")
            wrong += bool(said)
        return wrong

    def closed(self) -> float:
        """A few clients that ask again at once; the answers a second."""
        done = self._driver(self._repeated(CLOSED)).closed(CLIENTS)
        good = len(_latencies(done))
        rate = good / done.seconds if done.seconds else 0.0
        say(f"{CLIENTS} clients, one request after the other: {rate:.0f} a second")
        self._tell("closed", done)
        tell("throughput", rate, "req/s")
        return rate

    def open(self, rate: float) -> None:
        """Requests that are due at their own moments, at half of that rate at most."""
        offered = min(MOST_RATE, SHARE * rate)
        count = max(LEAST_OPEN, round(offered * OPEN_S))
        driver = self._driver(self._repeated(count))
        done = driver.open([k / offered for k in range(count)])
        say(f"{offered:.0f} requests a second, each due at its own moment:")
        self._tell("open", done)
        lags = sorted(sample.lag for sample in done.samples)
        late = lags[int(0.99 * (len(lags) - 1))]
        if late > LATE_S:
            say(f"  This machine was busy: requests left {1000 * late:.1f} ms late.")

    def _tell(self, how: str, done: Outcome) -> None:
        good, errors = _latencies(done), [s.error for s in done.samples if s.error]
        for percent in PERCENTS:
            try:
                ms = 1000 * percentile(good, percent)
            except TooFewError:
                continue
            say(f"  p{percent} {ms:.1f} ms")
            tell(f"{how}_p{percent}", ms, "ms")
        kinds = ", ".join(sorted(set(errors)))
        say(
            f"  {len(errors)} of {len(done.samples)} without an answer {kinds}".rstrip()
        )

    def _repeated(self, count: int) -> List[Example]:
        return [self._examples[k % len(self._examples)] for k in range(count)]

    def _driver(self, examples: Sequence[Example], keep: Sequence[int] = ()) -> Driver:
        rules = Rules(self._port, request_s=REQUEST_S, total_s=TOTAL_S)
        data = [each.data(self._port) for each in examples]
        return Driver(data, rules, keep=keep)


def _latencies(done: Outcome) -> List[float]:
    return [s.latency for s in done.samples if s.latency is not None]


def unready(said: Dict[str, Any], port: int, seconds: float) -> str:
    """Why a server is not ready, in words."""
    others = [each for each in said["ports"] if each != port]
    if said["state"] == "absent":
        return "The server's container never began: look at its log."
    if said["state"] == "ended":
        return "Your server ended before it was ready."
    if port in said["ports"]:
        return f"No good answer within {seconds:g} seconds; the last: {said['last']}."
    if others:
        listens = " and ".join(map(str, others[:4]))
        return f"Nothing listens on port {port}; your server listens on {listens}."
    return f"Nothing listened on port {port} within {seconds:g} seconds."


def tell(name: str, value: float, unit: str) -> None:
    """A measurement for the runner."""
    _write("measurement", to_wire(Measurement(name, value, unit, repeats=(value,))))


def _write(kind: str, body: Any) -> None:
    sys.stdout.write(json.dumps({"kind": kind, "body": body}) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """A line of the log."""
    sys.stderr.write(f"{text}\n")


def main(port_text: str, path: str, ready_s: str, data: str) -> None:
    """End with a sentence where the server is not ready or a request went wrong."""
    port, seconds = int(port_text), float(ready_s)
    examples = read_examples(Path(data), path)
    host = [("Host", f"127.0.0.1:{port}")]
    question = {"ask": "ready", "seconds": seconds, "path": path, "headers": host}
    said = Answers(port, Beacon()).answer(question)["value"]
    if said["state"] != "ready":
        raise SystemExit(unready(said, port, seconds))
    say(f"ready after {said['seconds']:.2f} s of {seconds:g} s")
    tell("startup_s", said["seconds"], "s")
    home = Home(port, examples)
    wrong = home.ask_each()
    rate = home.closed()
    if rate:
        home.open(rate)
    if wrong:
        raise SystemExit(f"{wrong} of {len(examples)} public requests went wrong.")
    _write("end", {})


if __name__ == "__main__":
    main(*sys.argv[1:])
