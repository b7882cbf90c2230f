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
    every = tuple(checks)
    needed = {name for check in every for name in check.requires}
    results, measured = [], {}
    for check in every:
        if check.is_manual:
            continue
        share = min(1.0, max(0.0, rng.gauss(quality, 0.1)))
        result = _result(check, share, rng, is_needed=check.name in needed)
        results.append(result)
        if check.measure and result.value is not None:
            measured[check.measure] = _measurement(check, result.value, rng)
    return Found(tuple(results), tuple(measured.values()))


def _result(check: Check, share: float, rng: Random, *, is_needed: bool) -> CheckResult:
    kind, numbers = check.curve.kind, check.curve.numbers
    if kind in ("gate", "credit") or not (numbers or kind == "ratio"):
        chance = _chance(kind, share, is_needed=is_needed)
        return CheckResult(check.name, rng.random() < chance, evidence=SAID)
    value = round(value_at(kind, numbers, share), 6)
    return CheckResult(check.name, share > 0, value, evidence=SAID)


def _chance(kind: str, share: float, *, is_needed: bool) -> float:
    """Return how likely a yes is: what all else hangs on, people get right first."""
    if kind == "gate" or is_needed:
        return 1 - (1 - share) ** 3
    return share**2 if kind == "bonus" else share


def value_at(kind: str, numbers: tuple[float, ...], share: float) -> float:
    """Return a value whose curve gives ``share``, or the step that is nearest to it."""
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
    first, step = pairs[0][0], pairs[1][0] - pairs[0][0]
    steps = [(first - step, 0.0), *pairs]  # not even the first
    return min(steps, key=lambda pair: abs(pair[1] - percent))[0]


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
