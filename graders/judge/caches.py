"""Does a server answer from memory? After the audits of MLPerf's inference rules."""

from dataclasses import dataclass
from typing import List, Tuple

from graders.judge.errors import ExpectationFailed
from graders.judge.findings import log
from graders.judge.loads import MS, Traffic
from graders.judge.rates import Measured, Steady
from graders.judge.requests import Request
from graders.judge.server import Server
from graders.measure.stats import bootstrap_interval, median

FASTER = 1.10  # TEST04: more than a tenth faster means caching
OTHER_SEEDS = 1.20  # TEST05, for very short latencies
PAIRS = 60


@dataclass(frozen=True)
class Repeats:
    """How fresh requests compare with one that is asked again and again.

    ``ratio`` is fresh by repeated; above 1 the repeated one is faster.
    """

    ratio: float
    low: float
    high: float
    fresh_ms: float
    again_ms: float


def repeats(server: Server, traffic: Traffic, pairs: int = PAIRS) -> Repeats:
    """Ask fresh requests and one old one in turn, one at a time (TEST04)."""
    rng = server.rng
    old = traffic.make(rng)
    server.in_turn([old] * 3)
    asked: List[Request] = []
    firsts = rng.integers(0, 2, size=pairs)
    for first in firsts:  # who goes first is drawn, so that neither is favoured
        pair = [traffic.make(rng), old]
        asked += pair if first else pair[::-1]
    seconds = [answer.seconds for answer in server.in_turn(asked)]
    fresh, again = _sides(seconds, [bool(first) for first in firsts])
    ratios = [one / other for one, other in zip(fresh, again)]
    low, high = bootstrap_interval(ratios)
    found = Repeats(median(ratios), low, high, median(fresh) * MS, median(again) * MS)
    log(f"{server.check}: {found}")
    return found


def _sides(
    seconds: List[float], fresh_first: List[bool]
) -> Tuple[List[float], List[float]]:
    pairs = list(zip(seconds[::2], seconds[1::2]))
    fresh = [pair[0 if first else 1] for pair, first in zip(pairs, fresh_first)]
    again = [pair[1 if first else 0] for pair, first in zip(pairs, fresh_first)]
    return fresh, again


def expect_no_cache(server: Server, traffic: Traffic) -> Measured:
    """Where a cache is forbidden: fail when a repeat is surely a tenth faster."""
    found = repeats(server, traffic)
    if found.low > FASTER:
        raise ExpectationFailed(
            f"A request that was asked before took {found.again_ms:.2f} ms, "
            f"a fresh one {found.fresh_ms:.2f} ms.",
            expected="no answer from memory: no more than 10 % faster",
            hint="Here every request has to reach the model.",
        )
    return Measured(found.ratio, (), "", found.low, found.high, warm_ups=3)


def expect_cache(server: Server, traffic: Traffic, *, least: float) -> Measured:
    """Where a cache is graded: fail unless a repeat is ``least`` times as fast."""
    found = repeats(server, traffic)
    if not found.high >= least:
        raise ExpectationFailed(
            f"A request that was asked before took {found.again_ms:.2f} ms, "
            f"a fresh one {found.fresh_ms:.2f} ms: {found.ratio:.2f} times as fast.",
            expected=f"at least {least:g} times as fast",
            hint="Look the answer up before you ask the model.",
        )
    return Measured(found.ratio, (), "", found.low, found.high, warm_ups=3)


def audit(server: Server, traffic: Traffic, *, least: float = 1.5) -> Measured:
    """The audit that the assignment's ``cache`` asks for; ``allowed`` fails nobody."""
    rule = server.options["cache"]
    if rule == "forbidden":
        return expect_no_cache(server, traffic)
    if rule == "graded":
        return expect_cache(server, traffic, least=least)
    found = repeats(server, traffic)
    return Measured(found.ratio, (), "", found.low, found.high, warm_ups=3)


def note_other_seeds(server: Server, steady: Steady, percent: float = 50) -> None:
    """Tell staff where other seeds gave another speed (TEST05): no score changes."""
    values = [load.ms(percent) for load in steady.loads]
    if min(values) > 0 and max(values) / min(values) > OTHER_SEEDS:
        shown = ", ".join(f"{value:.1f}" for value in values)
        server.flag(
            f"p{percent:g} at {steady.rate:g} requests a second differs between seeds "
            f"by more than 20 %: {shown} ms. A noisy machine, or favoured seeds."
        )
