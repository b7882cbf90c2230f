"""Round ticks for an axis, as a person would choose them."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Axis:
    """An interval with its ticks; maps a value to a share of the width."""

    low: float
    high: float
    ticks: tuple[float, ...]
    digits: int

    def share(self, value: float) -> float:
        """Return where ``value`` lies, from 0 to 1, pinned to the ends."""
        span = self.high - self.low
        return min(1.0, max(0.0, (value - self.low) / span)) if span else 0.5

    def text(self, value: float) -> str:
        """Return a tick's label, all with the same decimals."""
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
