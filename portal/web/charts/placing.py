"""Finds room for words among lines and other words, on a phone and on a desk.

Words keep their size while a chart's width changes, so a place is tried at both ends of
what a page can be. Heights are pixels; across, everything is a share of the width.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from django.utils.safestring import SafeString

from portal.web.charts import plot

WIDTHS = (340.0, 880.0)
LETTER, BOLD = 6.3, 7.2  # pixels a letter is wide, at most on average
ABOVE, BELOW = 11.0, 4.0  # of the line that letters stand on
CLOSE = 2.0  # pixels beside a line that are still on it
OUTSIDE = 10  # so much worse than a crossing is to leave the picture

Point = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom; in pixels


@dataclass(frozen=True)
class Spot:
    """A place that words may have, as ``plot.text`` takes it."""

    x: float
    y: float
    anchor: str = "start"
    dx: float = 0.0
    dy: float = 0.0

    def box(self, said: str, kind: str, width: float) -> Box:
        """Return what words here cover in a chart of that width."""
        long = len(said) * (BOLD if kind else LETTER)
        back = {"start": 0.0, "middle": long / 2, "end": long}[self.anchor]
        left, foot = self.x * width + self.dx - back, self.y + self.dy
        return left, foot - ABOVE, left + long, foot + BELOW


@dataclass
class Room:
    """What is in the way so far: lines, and boxes for each of the widths."""

    lines: list[tuple[Point, Point]] = field(default_factory=list)
    boxes: dict[float, list[Box]] = field(
        default_factory=lambda: {width: [] for width in WIDTHS}
    )

    def walk(self, points: Iterable[Point]) -> None:
        """Keep a line free of words."""
        self.lines += pairwise(points)

    def dot(self, x: float, y: float, radius: float) -> None:
        """Keep a point free of words."""
        for width, taken in self.boxes.items():
            at = x * width
            taken.append((at - radius, y - radius, at + radius, y + radius))

    def keep(self, said: str, spot: Spot, kind: str = "") -> None:
        """Keep other words off words that have only one place."""
        for width, taken in self.boxes.items():
            taken.append(spot.box(said, kind, width))

    def put(self, said: str, spots: Sequence[Spot], kind: str = "") -> SafeString:
        """Write words at the first spot that is free, or the least crowded one."""
        best = min(spots, key=lambda spot: self._crossed(said, spot, kind))
        self.keep(said, best, kind)
        return plot.text(
            best.x, best.y, said, anchor=best.anchor, dx=best.dx, dy=best.dy, kind=kind
        )

    def _crossed(self, said: str, spot: Spot, kind: str) -> int:
        crossed = 0
        for width, taken in self.boxes.items():
            box = spot.box(said, kind, width)
            crossed += OUTSIDE * (box[0] < 0 or box[2] > width)
            crossed += sum(_touches(box, other) for other in taken)
            crossed += sum(_crosses(box, line, width) for line in self.lines)
        return crossed


def _touches(one: Box, other: Box) -> bool:
    beside = one[2] <= other[0] or other[2] <= one[0]
    return not (beside or one[3] <= other[1] or other[3] <= one[1])


def _crosses(box: Box, line: tuple[Point, Point], width: float) -> bool:
    """Return whether a straight line meets the box: it is cut to each side in turn."""
    (x1, y1), (x2, y2) = ((x * width, y) for x, y in line)
    begin, end = 0.0, 1.0
    for low, high, at, step in (
        (box[0] - CLOSE, box[2] + CLOSE, x1, x2 - x1),
        (box[1], box[3], y1, y2 - y1),
    ):
        if step == 0:
            if not low < at < high:
                return False
            continue
        near, far = sorted(((low - at) / step, (high - at) / step))
        begin, end = max(begin, near), min(end, far)
    return begin < end
