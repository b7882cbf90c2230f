"""Each kind of curve: what its numbers must be, what share a value gets, its shape."""

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from typing import Callable, List, Optional, Sequence, Tuple

Numbers = Sequence[float]
Corner = Tuple[float, float]  # a value, and the share it earns
RATIO = (1.2, 10.0)  # full within, none beyond
BENDS = 32  # straight pieces that a drawn hyperbola has
ALL = 100.0  # percent


def no_corners(numbers: Numbers) -> Tuple[Corner, ...]:
    return ()


@dataclass(frozen=True)
class CurveRule:
    """One kind of curve: how it is written, what it refuses, and what it gives.

    ``share`` gets the curve's numbers and a finite value (1.0 or 0.0 where the judge
    only said passed or failed) and returns a share from 0 to 1. With ``is_pairs`` the
    numbers are value, percent, value, percent.
    """

    written: str
    problem: Callable[[Numbers], Optional[str]]
    share: Callable[[Numbers, float], float]
    corners: Callable[[Numbers], Tuple[Corner, ...]] = no_corners
    is_pairs: bool = False


def takes_no_numbers(numbers: Numbers) -> Optional[str]:
    return "this curve takes no numbers" if numbers else None


def all_or_nothing(numbers: Numbers, value: float) -> float:
    return 1.0 if value > 0 else 0.0


def as_given(numbers: Numbers, value: float) -> float:
    return value


def line_problem(numbers: Numbers) -> Optional[str]:
    if len(numbers) != 2 or numbers[0] == numbers[1]:
        return "line takes two different numbers: where it is 0, where it is full"
    if not math.isfinite(numbers[1] - numbers[0]):
        return "the numbers of line are too far apart"
    return None


def line(numbers: Numbers, value: float) -> float:
    return _between(((numbers[0], 0.0), (numbers[1], 1.0)), value)


def line_corners(numbers: Numbers) -> Tuple[Corner, ...]:
    return _rising([(numbers[0], 0.0), (numbers[1], 1.0)])


def pairs_problem(numbers: Numbers) -> Optional[str]:
    """Values go one way, percents never back, and the last one gives everything."""
    if len(numbers) < 4 or len(numbers) % 2:
        return "at least two [value, percent] pairs are needed"
    values, percents = numbers[0::2], numbers[1::2]
    if not all(0 <= percent <= ALL for percent in percents):
        return "a percent is from 0 to 100"
    if percents[-1] != ALL:
        return f"the last percent is {percents[-1]:g}, not 100: nobody could get all"
    if percents[0] == ALL or any(a > b for a, b in zip(percents, percents[1:])):
        return "percents must begin below 100, and never fall from pair to pair"
    steps = [b - a for a, b in zip(values, values[1:])]
    if not all(step > 0 for step in steps) and not all(step < 0 for step in steps):
        return "values must all rise, or all fall, from one pair to the next"
    if not math.isfinite(values[-1] - values[0]):
        return "the values are too far apart"
    return None


def knots(numbers: Numbers, value: float) -> float:
    return _between(_pairs(numbers), value)


def knots_corners(numbers: Numbers) -> Tuple[Corner, ...]:
    return _rising(_pairs(numbers))


def bands(numbers: Numbers, value: float) -> float:
    """A bound that is reached gives its percent; worse than the first gives nothing."""
    pairs = _pairs(numbers)
    is_falling = pairs[0][0] > pairs[-1][0]
    reached = [
        s for bound, s in pairs if (value <= bound if is_falling else value >= bound)
    ]
    return max(reached, default=0.0)


def bands_corners(numbers: Numbers) -> Tuple[Corner, ...]:
    corners: List[Corner] = []
    before = 0.0
    for bound, share in _pairs(numbers):
        corners += [(bound, before), (bound, share)]
        before = share
    return _rising(corners)


def ratio_problem(numbers: Numbers) -> Optional[str]:
    if numbers and (len(numbers) != 2 or not 1 <= numbers[0] < numbers[1]):
        return (
            "ratio takes two numbers of 1 or more, the smaller first: how many times "
            "the reference's time is still full, and beyond how many it is nothing"
        )
    return None


def ratio(numbers: Numbers, value: float) -> float:
    """T_ref / T, with ``value`` T / T_ref; nothing for what is no time at all."""
    full_within, none_beyond = numbers or RATIO
    if value <= 0 or value > none_beyond:
        return 0.0
    return 1.0 if value <= full_within else 1.0 / value


def ratio_corners(numbers: Numbers) -> Tuple[Corner, ...]:
    full_within, none_beyond = numbers or RATIO
    growth = (none_beyond / full_within) ** (1 / BENDS)
    bends = [full_within * growth**n for n in range(1, BENDS)]
    values = [full_within, *bends, none_beyond]
    curve = [(value, 1.0 / value) for value in values]
    return ((full_within, 1.0), *curve, (none_beyond, 0.0))


def bonus_problem(numbers: Numbers) -> Optional[str]:
    problem = line_problem(numbers) if numbers else None
    return problem.replace("line", "bonus") if problem else None


def bonus(numbers: Numbers, value: float) -> float:
    return line(numbers, value) if numbers else all_or_nothing(numbers, value)


def bonus_corners(numbers: Numbers) -> Tuple[Corner, ...]:
    return line_corners(numbers) if numbers else ()


def _pairs(numbers: Numbers) -> Tuple[Corner, ...]:
    shares = (percent / ALL for percent in numbers[1::2])
    return tuple(zip(numbers[0::2], shares))


def _rising(corners: Sequence[Corner]) -> Tuple[Corner, ...]:
    """Order corners by value; a step keeps the order it is walked in."""
    is_falling = corners[0][0] > corners[-1][0]
    return tuple(reversed(corners)) if is_falling else tuple(corners)


def _between(corners: Sequence[Corner], value: float) -> float:
    """Walk straight from corner to corner; exact at each, level beyond the ends."""
    rising = _rising(corners)
    values = [at for at, _ in rising]
    after = bisect_right(values, value)
    if after == 0 or bisect_left(values, value) < after:
        return rising[max(0, after - 1)][1]
    if after == len(values):
        return rising[-1][1]
    (low, one), (high, other) = rising[after - 1], rising[after]
    share = one + (other - one) * ((value - low) / (high - low))
    return min(max(one, other), max(min(one, other), share))
