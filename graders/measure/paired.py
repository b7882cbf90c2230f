"""Times two things in turn, so that what disturbs one disturbs the other."""

import math
import random
import time
from dataclasses import dataclass
from typing import Any, Callable, List, Optional, Sequence, Tuple

from graders.measure.errors import TooNoisyError
from graders.measure.stats import bootstrap_interval, median

# Does the work of turn k and returns the seconds it took; the turn's number lets both
# sides share an input that is fresh in every turn.
Run = Callable[[int], float]

LEAST_ROUNDS = 5
WARM_UPS = 2
EXTRA_ROUNDS = 3
DRIFT = 0.10
QUIET = 5  # a round keeps the quietest fifth of its turns


@dataclass(frozen=True)
class Pair:
    """One round: both times, in seconds."""

    student_s: float
    reference_s: float

    @property
    def ratio(self) -> float:
        """The student's time by the reference's; less is faster."""
        return self.student_s / self.reference_s


@dataclass(frozen=True)
class Paired:
    """The median of the rounds' ratios with its 95 % interval; times are medians."""

    ratio: float
    low: float
    high: float
    student_s: float
    reference_s: float
    rounds: Tuple[Pair, ...]
    discarded: int = 0
    warm_ups: int = 0

    @property
    def ratios(self) -> Tuple[float, ...]:
        """The ratio of each round that counts."""
        return tuple(pair.ratio for pair in self.rounds)


def compare(
    student: Run,
    reference: Run,
    *,
    rounds: int = LEAST_ROUNDS,
    warm_ups: int = WARM_UPS,
    calls: int = 1,
    extra_rounds: int = EXTRA_ROUNDS,
    drift: float = DRIFT,
    seed: Optional[int] = None,
) -> Paired:
    """Run both in turn, in random order inside each pair; raise TooNoisyError.

    A round has ``calls`` turns and keeps the median times of its quietest fifth: many
    short turns get past a neighbour that comes and goes. A round in which the reference
    moved more than ``drift`` from its median is repeated, ``extra_rounds`` times at
    most. ``seed`` is for tests: nobody can guess the order without it.
    """
    if rounds < LEAST_ROUNDS:
        raise ValueError(f"at least {LEAST_ROUNDS} rounds, not {rounds}")
    toss = random.SystemRandom() if seed is None else random.Random(seed)  # noqa: S311
    turns = _Turns(student, reference, calls, toss)
    for _ in range(warm_ups):
        turns.one()
    taken = [turns.round() for _ in range(rounds)]
    left = extra_rounds
    while left and len(steady(taken, drift)) < rounds:
        taken.append(turns.round())
        left -= 1
    kept = steady(taken, drift)
    if len(kept) < rounds:
        raise TooNoisyError(_noise(taken, kept, drift))
    return _paired(kept, discarded=len(taken) - len(kept), warm_ups=warm_ups)


def steady(pairs: Sequence[Pair], drift: float = DRIFT) -> List[Pair]:
    """The pairs whose reference is within ``drift`` of the median reference."""
    middle = median([pair.reference_s for pair in pairs])
    far = drift * middle * (1 + 1e-9)
    return [pair for pair in pairs if abs(pair.reference_s - middle) <= far]


def quietest(turns: Sequence[Pair]) -> List[Pair]:
    """The fifth of ``turns`` that the machine disturbed least.

    Both sides count alike, each by its own median: picking by one side's time would
    flatter it with its own luck.
    """
    student_s = median([turn.student_s for turn in turns])
    reference_s = median([turn.reference_s for turn in turns])

    def disturbance(turn: Pair) -> float:
        own = turn.student_s / student_s if student_s else 0.0
        return own + turn.reference_s / reference_s

    return sorted(turns, key=disturbance)[: math.ceil(len(turns) / QUIET)]


def timed(call: Callable[[int], Any]) -> Run:
    """``call`` as a run that is timed here, result thrown away."""

    def run(turn: int) -> float:
        began = time.perf_counter()
        call(turn)
        return time.perf_counter() - began

    return run


class _Turns:
    """Numbers the turns, and lets a coin say who goes first."""

    def __init__(
        self, student: Run, reference: Run, calls: int, toss: random.Random
    ) -> None:
        self._student, self._reference = student, reference
        self._calls, self._toss = calls, toss
        self._turn = 0

    def round(self) -> Pair:
        """Several turns as one pair."""
        kept = quietest([self.one() for _ in range(self._calls)])
        return Pair(
            median([turn.student_s for turn in kept]),
            median([turn.reference_s for turn in kept]),
        )

    def one(self) -> Pair:
        """One turn of both sides."""
        turn, self._turn = self._turn, self._turn + 1
        if self._toss.random() < 0.5:
            student_s = self._student(turn)
            reference_s = self._reference(turn)
        else:
            reference_s = self._reference(turn)
            student_s = self._student(turn)
        if not (0 < reference_s < math.inf and 0 <= student_s < math.inf):
            raise ValueError(f"times of {student_s} and {reference_s} seconds")
        return Pair(student_s, reference_s)


def _paired(pairs: Sequence[Pair], *, discarded: int, warm_ups: int) -> Paired:
    ratios = [pair.ratio for pair in pairs]
    low, high = bootstrap_interval(ratios)
    return Paired(
        ratio=median(ratios),
        low=low,
        high=high,
        student_s=median([pair.student_s for pair in pairs]),
        reference_s=median([pair.reference_s for pair in pairs]),
        rounds=tuple(pairs),
        discarded=discarded,
        warm_ups=warm_ups,
    )


def _noise(taken: Sequence[Pair], kept: Sequence[Pair], drift: float) -> str:
    times = ", ".join(f"{pair.reference_s:.4g}" for pair in taken)
    return (
        f"The reference kept within {100 * drift:g} % of its median in {len(kept)} of"
        f" {len(taken)} rounds; its seconds were {times}."
    )
