"""What a curve's chart is drawn from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.web.charts import plot
from portal.web.charts.axis import Axis
from portal.web.charts.placing import Room


@dataclass(frozen=True)
class Curve:
    """Corners (value, share) by rising value, for up to ``points``.

    ``said`` is the rule in words; two corners at one value are a step.
    """

    corners: tuple[tuple[float, float], ...]
    points: float
    what: str
    unit: str = ""
    said: str = ""

    @property
    def is_falling(self) -> bool:
        """Whether lower values earn more."""
        return self.corners[0][1] > self.corners[-1][1]

    @property
    def full_at(self) -> float:
        """Return the value from which everything is given."""
        full = [value for value, share in self.corners if share >= 1.0]
        return max(full) if self.is_falling else min(full)


FEW = 5  # of fewer repeats the least and the largest bound no 95 %


def bounds_word(low: float | None, high: float | None, repeats: Sequence[float]) -> str:
    """Return what the bounds of a value are: an interval, or only a range."""
    is_range = 1 < len(repeats) < FEW and (low, high) == (min(repeats), max(repeats))
    return "range" if is_range else "95 % interval"


@dataclass(frozen=True)
class Reading:
    """One measurement on it; ``name`` is how the label speaks of it.

    ``each`` is what a repeat was: a seed, a round.
    """

    name: str
    value: float
    points: float
    low: float | None = None
    high: float | None = None
    repeats: tuple[float, ...] = ()
    each: str = "seed"

    @property
    def bounds(self) -> str:
        """Return what lies between ``low`` and ``high``."""
        return bounds_word(self.low, self.high, self.repeats)


@dataclass(frozen=True)
class Scene:
    """A curve on its axis with the readings, and where all of them lie."""

    curve: Curve
    scale: Axis
    mine: Reading
    earlier: Reading | None
    top: float
    base: float
    room: Room = field(default_factory=Room)

    def x(self, value: float) -> float:
        """Return a value's share of the width."""
        return plot.across(self.scale.share(value))

    def y_of(self, share: float) -> float:
        """Return the height of a share of the points."""
        return self.base - (self.base - self.top) * min(1.0, max(0.0, share))

    def y(self, points: float) -> float:
        """Return the height of points."""
        return self.y_of(points / self.curve.points if self.curve.points else 0.0)
