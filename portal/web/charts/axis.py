"""Round ticks for an axis, as a person would choose them."""

import math
from dataclasses import dataclass

WIDE = 8  # bounds that differ by more are read by their ratio


@dataclass(frozen=True)
class Axis:
    """An interval with its ticks; maps a value to a share of the width."""

    low: float
    high: float
    ticks: tuple[float, ...]
    digits: int
    is_log: bool = False

    def share(self, value: float) -> float:
        """Return where ``value`` lies, from 0 to 1, pinned to the ends."""
        low, high = self.low, self.high
        if self.is_log:
            value = math.log(max(value, low))
            low, high = math.log(low), math.log(high)
        span = high - low
        return min(1.0, max(0.0, (value - low) / span)) if span else 0.5

    def text(self, value: float) -> str:
        """Return a tick's label, all with the same decimals."""
        if self.is_log:
            return f"{value:,.10g}"
        return f"{value:,.{self.digits}f}".replace("-", "−")

    def has(self, value: float) -> bool:
        """Say whether ``value`` is inside, so that it need not be pinned."""
        return self.low <= value <= self.high


def axis(low: float, high: float, *, most: int = 8) -> Axis:
    """Return an axis over ``low`` to ``high`` with at most ``most`` round ticks."""
    if high <= low:
        low, high = low - 0.5, high + 0.5
    step = _round_step((high - low) / most)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    ticks = tuple(n * step for n in range(first, last + 1))
    return Axis(low, high, ticks, max(0, -math.floor(math.log10(step) + 1e-9)))


def log_axis(low: float, high: float, *, most: int = 8) -> Axis:
    """Return a logarithmic axis from ``low``, above 0, with ticks at 1, 2 and 5."""
    first = math.floor(math.log10(low))
    decades = range(first, math.ceil(math.log10(high)) + 1)
    for factors in ((1, 2, 5), (1, 3), (1,)):
        every = [10.0**power * factor for power in decades for factor in factors]
        ticks = [tick for tick in every if low <= tick <= high * (1 + 1e-9)]
        if len(ticks) <= most:
            break
    return Axis(low, high, tuple(ticks[:: -(-len(ticks) // most) or 1]), 0, True)


def is_wide(low: float, high: float) -> bool:
    """Return whether bounds lie so far apart that a logarithmic axis reads better."""
    return low > 0 and high / low > WIDE


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return next(
        (
            power * factor
            for factor in (1, 2, 5, 10)
            if power * factor >= rough * (1 - 1e-9)
        ),
        power * 10,
    )
