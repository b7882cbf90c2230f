"""One run of many requests: when each was answered, and what a sample said."""

import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Callable, Dict, List, Sequence

from graders.judge.requests import ERRORS, Answer, Request
from graders.measure.stats import percentile

INFINITE = math.inf
MS = 1000.0


def _agrees(request: Request, answer: Answer) -> str:
    return ""


@dataclass(frozen=True)
class Traffic:
    """What is asked under load: fresh requests, and how an answer is compared.

    ``make`` draws one request from a NumPy generator; ``compare`` returns what is wrong
    with an answer, or nothing. ``share`` of the answers are compared.
    """

    make: Callable[[Any], Request]
    compare: Callable[[Request, Answer], str] = _agrees
    share: float = 0.05

    def draw(self, rng: Any, count: int) -> List[Request]:
        """So many fresh requests."""
        return [self.make(rng) for _ in range(count)]


@dataclass(frozen=True)
class Load:
    """The figures of one run; an error counts as an infinite latency."""

    latencies: List[float]
    lags: List[float]
    errors: Dict[str, int]
    seconds: float
    own_cpu_s: float
    wrong: List[str] = field(default_factory=list)
    compared: int = 0

    def ms(self, percent: float) -> float:
        """A percentile in milliseconds; refuses where there were too few requests."""
        return percentile(self.latencies, percent) * MS

    @property
    def error_share(self) -> float:
        """Requests without a good answer, as a share of all."""
        return sum(self.errors.values()) / max(1, len(self.latencies))

    @property
    def lag_ms(self) -> float:
        """How late the generator was for all but one request in a hundred."""
        ordered = sorted(self.lags)
        return ordered[max(0, math.ceil(0.99 * len(ordered)) - 1)] * MS

    @property
    def rate(self) -> float:
        """Good answers a second."""
        good = sum(1 for each in self.latencies if each < INFINITE)
        return good / self.seconds if self.seconds else 0.0


def read_load(
    said: Dict[str, Any], requests: Sequence[Request], traffic: Traffic
) -> Load:
    """What the generator noted, with the kept answers compared here."""
    latencies, lags, errors = [], [], Counter()  # type: ignore[var-annotated]
    for _, lag, _, latency, status, error in said["rows"]:
        kind = error or ("" if 200 <= status < 300 else f"status {status}")
        if kind:
            errors[kind] += 1
        latencies.append(INFINITE if kind or latency is None else latency)
        lags.append(lag)
    wrong, compared = _compared(said, requests, traffic)
    return Load(
        latencies,
        lags,
        dict(errors),
        said["seconds"],
        said["own_cpu_s"],
        wrong,
        compared,
    )


def _compared(
    said: Dict[str, Any], requests: Sequence[Request], traffic: Traffic
) -> "tuple[List[str], int]":
    wrong, count = [], 0
    for index, kept in said["kept"].items():
        if not 200 <= kept["status"] < 300:
            continue  # an error already
        answer = answer_of(kept, said["rows"][int(index)])
        count += 1
        complaint = traffic.compare(requests[int(index)], answer)
        if complaint:
            wrong.append(complaint)
    return wrong, count


def answer_of(kept: Dict[str, Any], row: Sequence[Any], asked: str = "") -> Answer:
    """One kept answer."""
    seconds = float(row[3] or 0.0)
    return Answer(kept["status"], kept["headers"], kept["body"], seconds, asked)


def in_words(errors: Dict[str, int]) -> str:
    """Errors as people read them, the commonest first."""
    ordered = sorted(errors.items(), key=lambda each: -each[1])
    parts = [f"{count} × {ERRORS.get(kind, ('', kind))[1]}" for kind, count in ordered]
    return "; ".join(parts[:4]) or "none"


def arrivals(rng: Any, rate: float, count: int) -> List[float]:
    """Poisson arrivals: when each request is due, in seconds from the start."""
    gaps = rng.exponential(1.0 / rate, size=count)
    return [float(due) for due in gaps.cumsum()]
