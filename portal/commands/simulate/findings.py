"""What a runner could have found in work of a given quality; pure."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from random import Random

from graders.protocol import CheckResult, Evidence, Measurement
from graders.spec import Check

SAID = (Evidence(got="Simulated: nothing was run."),)
REPEATS = 3


@dataclass(frozen=True)
class Found:
    """The checks and the measurements of one made-up report."""

    checks: tuple[CheckResult, ...]
    measurements: tuple[Measurement, ...]


def findings_of(checks: Iterable[Check], quality: float, rng: Random) -> Found:
    """Return results that score about ``quality`` of the points.

    Checks that people grade are left to them.
    """
    results, measured = [], {}
    for check in checks:
        if check.is_manual:
            continue
        share = min(1.0, max(0.0, rng.gauss(quality, 0.1)))
        result = _result(check, share, rng)
        results.append(result)
        if check.measure and result.value is not None:
            measured[check.measure] = _measurement(check, result.value, rng)
    return Found(tuple(results), tuple(measured.values()))


def _result(check: Check, share: float, rng: Random) -> CheckResult:
    kind, numbers = check.curve.kind, check.curve.numbers
    if kind == "gate":
        return CheckResult(check.name, rng.random() < 0.5 + 0.55 * share, evidence=SAID)
    if kind == "credit" or not (numbers or kind == "ratio"):
        chance = share**2 if kind == "bonus" else share
        return CheckResult(check.name, rng.random() < chance, evidence=SAID)
    value = round(value_at(kind, numbers, share), 6)
    return CheckResult(check.name, share > 0, value, evidence=SAID)


def value_at(kind: str, numbers: tuple[float, ...], share: float) -> float:
    """Return a value whose curve gives ``share``, or for steps no more than that."""
    if kind in ("line", "bonus"):
        return numbers[0] + share * (numbers[1] - numbers[0])
    if kind == "ratio":
        full, none = numbers or (1.2, 10.0)
        return full * 0.95 if share >= 1 / full else min(1 / max(share, 1e-9), none + 1)
    pairs = list(zip(numbers[0::2], numbers[1::2], strict=True))
    if kind == "bands":
        return _band(pairs, 100 * share)
    return _between(pairs, 100 * share)


def _band(pairs: list[tuple[float, float]], percent: float) -> float:
    reached = [bound for bound, gives in pairs if gives <= percent]
    if reached:
        return reached[-1]
    first, step = pairs[0][0], pairs[1][0] - pairs[0][0]
    return first - step  # not even the first


def _between(pairs: list[tuple[float, float]], percent: float) -> float:
    if percent <= pairs[0][1]:
        return pairs[0][0]
    for (left, low), (right, high) in itertools.pairwise(pairs):
        if low <= percent <= high and high > low:
            return left + (right - left) * (percent - low) / (high - low)
    return pairs[-1][0]


def _measurement(check: Check, value: float, rng: Random) -> Measurement:
    spread = abs(value) * 0.01
    repeats = tuple(
        round(value + rng.uniform(-spread, spread), 6) for _ in range(REPEATS)
    )
    return Measurement(
        check.measure, value, check.unit, repeats, min(repeats), max(repeats)
    )
