"""How much this machine moves when nothing changed: the same thing against itself."""

from dataclasses import dataclass
from typing import Optional

from graders.measure.paired import LEAST_ROUNDS, WARM_UPS, Run, compare
from graders.measure.stats import spread


@dataclass(frozen=True)
class Noise:
    """An A/A test: ``ratio`` should be 1, ``spread`` is the relative one of a time."""

    ratio: float
    low: float
    high: float
    spread: float


def noise_of(
    run: Run,
    *,
    rounds: int = LEAST_ROUNDS,
    warm_ups: int = WARM_UPS,
    seed: Optional[int] = None,
) -> Noise:
    """Compare ``run`` with itself; raise TooNoisyError like any comparison."""
    found = compare(run, run, rounds=rounds, warm_ups=warm_ups, seed=seed)
    seconds = [pair.reference_s for pair in found.rounds]
    return Noise(found.ratio, found.low, found.high, spread(seconds))
