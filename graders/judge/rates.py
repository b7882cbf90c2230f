"""Latency at one rate, and the highest rate that a server sustains."""

from dataclasses import dataclass
from typing import Dict, List, Optional, Sequence, Tuple

from graders.judge.errors import ExpectationFailed, TooNoisyError
from graders.judge.findings import log
from graders.judge.loads import INFINITE, MS, Load, Traffic, in_words
from graders.judge.server import Server
from graders.judge.verdict import in_percent
from graders.measure.errors import TooFewError
from graders.measure.stats import bootstrap_interval, median
from graders.measure.stopping import least_requests

STEP = 1.25
MOST_ERRORS = 0.001
QUIET = 0.05  # of the bound: a later generator is no witness of a broken bound
MOST_NOISY = 8
ERRORS_HINT = "Every request that was due has to be answered, with a status of 2xx."


@dataclass(frozen=True)
class Measured:
    """A value for a curve with the repeats behind it."""

    value: float
    repeats: Tuple[float, ...] = ()
    unit: str = ""
    low: Optional[float] = None
    high: Optional[float] = None
    warm_ups: int = 0


@dataclass(frozen=True)
class Steady:
    """Several runs at one rate; of clients that wait for answers it is 0."""

    rate: float
    loads: Tuple[Load, ...]
    warm_ups: int

    @property
    def pace(self) -> str:
        """How fast the requests came, in words that follow them."""
        return f"at {self.rate:g} a second" if self.rate else "one after another"

    @property
    def errors(self) -> Dict[str, int]:
        """Requests without a good answer in all runs, by kind."""
        found: Dict[str, int] = {}
        for load in self.loads:
            for kind, count in load.errors.items():
                found[kind] = found.get(kind, 0) + count
        return found

    def expect_answers(self, most: float = MOST_ERRORS) -> None:
        """Fail the check where more than a share ``most`` was not answered well."""
        total = sum(len(load.latencies) for load in self.loads)
        bad = sum(self.errors.values())
        if not bad <= most * total:
            raise ExpectationFailed(
                f"{bad} of {total} requests {self.pace} got no good "
                f"answer: {in_words(self.errors)}",
                expected=f"at most {in_percent(most)} without one",
                hint=ERRORS_HINT,
            )

    def percentile(self, percent: float) -> Measured:
        """The median over the runs, in ms; an infinite one fails the check."""
        return self._over_runs([load.ms(percent) for load in self.loads], percent)

    def _over_runs(self, values: List[float], percent: float) -> Measured:
        middle = median(values)
        if not middle < INFINITE:
            raise ExpectationFailed(
                f"of the requests {self.pace} more than {100 - percent:g} % "
                f"got no good answer: {in_words(self.errors)}",
                expected=f"an answer to at least {percent:g} % of them",
                hint=ERRORS_HINT,
            )
        finite = tuple(each for each in values if each < INFINITE)
        low, high = bootstrap_interval(finite)
        return Measured(middle, finite, "ms", low, high, self.warm_ups)


def steady(
    server: Server,
    traffic: Traffic,
    *,
    rate: float,
    count: int,
    bound_ms: float,
    runs: int = 3,
    warm_up: int = 60,
) -> Steady:
    """Warm up, then ``runs`` times ``count`` Poisson arrivals at ``rate``."""
    server.warm_up(traffic, warm_up)
    loads = [
        server.open_loop(traffic, rate=rate, count=count, bound_ms=bound_ms)
        for _ in range(runs)
    ]
    return Steady(rate, tuple(loads), warm_up)


@dataclass(frozen=True)
class Sustained:
    """The highest rate that held its bound; ``steps`` are all that were tried."""

    rate: float
    steps: Tuple[Tuple[float, Load], ...]


def highest_rate(
    server: Server,
    traffic: Traffic,
    *,
    start: float,
    most: float,
    bound_ms: float,
    percent: float = 90,
    step_s: float = 2.0,
    warm_up: int = 60,
) -> Sustained:
    """Steps of 1.25 until the bound breaks twice in a row, or ``most`` was held.

    A bound that holds, holds; one that breaks while this machine was not quiet is
    tried again, and in the end TooNoisyError is raised.
    """
    server.warm_up(traffic, warm_up)
    steps: List[Tuple[float, Load]] = []
    rate, held, broken, noisy = start, 0.0, 0, 0
    while rate <= most * 1.001 and broken < 2:
        count = max(least_requests(percent, 1), round(rate * step_s))
        load = server.open_loop(traffic, rate=rate, count=count, bound_ms=bound_ms)
        is_held = holds(load, percent, bound_ms)
        if not is_held and load.lag_ms > QUIET * bound_ms:
            noisy = noisy_again(noisy, rate, load)
            continue
        steps.append((rate, load))
        if is_held:
            held, broken, rate = rate, 0, rate * STEP
        else:
            log(f"{rate:.0f}/s broke: {in_words(load.errors)}")
            broken += 1
    return Sustained(held, tuple(steps))


def noisy_again(times: int, rate: float, load: Load) -> int:
    """Count one more step that a busy machine spoilt; raise when it is enough."""
    log(f"{rate:.0f}/s broke, but the generator was {load.lag_ms:.1f} ms late")
    if times + 1 >= MOST_NOISY:
        raise TooNoisyError(f"{times + 1} steps of the rate were spoilt by a busy CPU")
    return times + 1


def holds(load: Load, percent: float, bound_ms: float) -> bool:
    """Does one step keep its bound, with next to no errors?"""
    return load.error_share <= MOST_ERRORS and load.ms(percent) <= bound_ms


PERCENTS = (50, 90, 99)


def show_rates(
    server: Server,
    steps: Sequence[Tuple[float, Load]],
    *,
    at: float,
    bound_ms: float,
    percent: float = 90,
) -> None:
    """Send the picture of a page: percentiles over the offered rate, and the bound."""
    longest_ms = server.request_s * MS
    shown = [p for p in PERCENTS if all(has_enough(load, p) for _, load in steps)]
    best: Dict[float, Load] = {}
    for rate, load in steps:  # of a step that was tried again, the better run
        if rate not in best or _middle(load) < _middle(best[rate]):
            best[rate] = load
    rows = [
        (
            rate,
            *(min(load.ms(p), longest_ms) for p in shown),
            100 * load.error_share,
            load.lag_ms,
        )
        for rate, load in sorted(best.items(), key=lambda step: step[0])
    ]
    columns = ("offered, req/s", *(f"p{p}, ms" for p in shown), "errors, %", "lag, ms")
    server.series("latency-by-rate", columns, rows)
    columns = ("graded at, req/s", "bound, ms", "percentile")
    server.series("latency-bound", columns, [(at, bound_ms, percent)])


def _middle(load: Load) -> float:
    return median(load.latencies)


def has_enough(load: Load, percent: float) -> bool:
    """Were there requests enough for this percentile?"""
    try:
        load.ms(percent)
    except TooFewError:
        return False
    return True
