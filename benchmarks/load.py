"""Can the load generator be believed? Its own cost, wrk beside it, a stalling server.

    python -m benchmarks.load [--seconds 10] [--rounds 5]

The server has the first core, whoever asks the last one. `apt-get install wrk` for the
second table. Reads no clock but the generator's own; nothing is asserted.
"""

import argparse
import contextlib
import os
import random
import re
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

from graders.load.driving import Driver
from graders.load.http import request_bytes
from graders.load.samples import Outcome, Rules

SERVER = Path(__file__).with_name("load_server.py")
PORT = 18080
CORES = sorted(os.sched_getaffinity(0))
MS = 1000.0
PERCENTS = (50, 90, 99)
CLIENTS = 16
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3}


@contextlib.contextmanager
def running(kind: str):
    """A server of this kind on the first core."""
    argv = [sys.executable, str(SERVER), kind, str(PORT), str(CORES[0])]
    with subprocess.Popen(argv) as process:
        time.sleep(0.7)
        try:
            yield
        finally:
            process.kill()


def requests(count: int) -> list[bytes]:
    return [request_bytes("GET", "/", [("Host", "127.0.0.1")], b"")] * count


def open_loop(rate: float, seconds: float) -> Outcome:
    """Poisson arrivals at ``rate``."""
    draw, at, dues = random.Random(7), 0.0, []
    while at < seconds:
        at += draw.expovariate(rate)
        dues.append(at)
    return Driver(requests(len(dues)), Rules(PORT, 512, 10, seconds + 10)).open(dues)


def closed_loop(clients: int, seconds: float) -> Outcome:
    """Each client asks again when it was answered; only what was sent counts."""
    done = Driver(requests(400_000), Rules(PORT, 512, 10, seconds)).closed(clients)
    done.samples = [each for each in done.samples if each.latency is not None]
    return done


def percentile(values: list[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(percent / 100 * len(ordered)))]


def latencies(done: Outcome) -> list[float]:
    return [
        (each.latency if each.latency is not None else 9e9) * MS
        for each in done.samples
    ]


def wrk(seconds: float) -> list[float]:
    """The percentiles that wrk reports, in ms."""
    argv = ["taskset", "-c", str(CORES[-1]), "wrk", "--latency"]
    argv += ["-t1", f"-c{CLIENTS}", f"-d{seconds:.0f}s", f"http://127.0.0.1:{PORT}/"]
    said = subprocess.run(argv, capture_output=True, text=True, check=True).stdout
    found = {}
    for percent, value, unit in re.findall(r"(\d+)%\s+([\d.]+)(us|ms|s)", said):
        found[int(percent)] = float(value) * UNITS[unit]
    return [found[percent] for percent in PERCENTS]


def own_cost(seconds: float) -> None:
    """Open loop against a server that answers at once."""
    print("\n| offered, req/s | answered | lag p50, ms | lag p99 | lag max | ", end="")
    print("latency p50, ms | p99 | own CPU, % of a core | µs a request |")
    print("|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for rate in (250, 1000, 2000):
        with running("at-once"):
            done = open_loop(rate, seconds)
        lags = [each.lag * MS for each in done.samples]
        found = latencies(done)
        good = sum(1 for each in done.samples if each.latency is not None)
        figures = [percentile(lags, 50), percentile(lags, 99), max(lags)]
        figures += [percentile(found, 50), percentile(found, 99)]
        cells = " | ".join(f"{each:.2f}" for each in figures)
        share = 100 * done.own_cpu_s / done.seconds
        each = 1e6 * done.own_cpu_s / len(found)
        print(
            f"| {rate} | {good} of {len(found)} | {cells} | {share:.0f} | {each:.0f} |"
        )


def beside_wrk(seconds: float, rounds: int) -> None:
    """Closed loop in turn with wrk, in random order, on one server."""
    if not shutil.which("wrk"):
        print("\nwrk is not installed: apt-get install wrk")
        return
    found: dict[str, list[list[float]]] = {"ours": [], "wrk": []}
    with running("takes-time"):
        closed_loop(CLIENTS, 1)
        for _ in range(rounds):
            for name in random.sample(list(found), 2):
                if name == "wrk":
                    found[name].append(wrk(seconds))
                else:
                    values = latencies(closed_loop(CLIENTS, seconds))
                    found[name].append([percentile(values, p) for p in PERCENTS])
    print(
        f"\n| closed loop, {CLIENTS} clients, {rounds} rounds | p50, ms | p90 | p99 |"
    )
    print("|---|--:|--:|--:|")
    middle = {
        name: [statistics.median(column) for column in zip(*rows, strict=True)]
        for name, rows in found.items()
    }
    for name, row in middle.items():
        print(f"| {name} | " + " | ".join(f"{each:.2f}" for each in row) + " |")
    ratios = [a / b for a, b in zip(middle["ours"], middle["wrk"], strict=True)]
    print("| ours by wrk | " + " | ".join(f"{each:.3f}" for each in ratios) + " |")


def stalls() -> None:
    """One second in five nothing answers: who notices?"""
    with running("stalls"):
        closed = latencies(closed_loop(1, 20))
    with running("stalls"):
        opened = latencies(open_loop(100, 20))
    print("\n| stalls 1 s in 5 | requests | p50, ms | p90 | p99 |")
    print("|---|--:|--:|--:|--:|")
    for name, values in (("closed, 1 client", closed), ("open, 100 req/s", opened)):
        cells = " | ".join(f"{percentile(values, p):.1f}" for p in PERCENTS)
        print(f"| {name} | {len(values)} | {cells} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    os.sched_setaffinity(0, {CORES[-1]})
    own_cost(options.seconds)
    beside_wrk(options.seconds / 2, options.rounds)
    stalls()


if __name__ == "__main__":
    main()
