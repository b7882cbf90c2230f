"""Compares models by quality, size and latency at once: who is beaten, who is ahead."""

from dataclasses import dataclass
from typing import Dict, List, Sequence


@dataclass(frozen=True)
class Point:
    """More quality is better, less cost is; a cost is a share of the reference's."""

    quality: float
    size: float
    latency: float


# A point dominates everything from itself to here: no quality, twice the costs.
CORNER = Point(quality=0.0, size=2.0, latency=2.0)


def volume(point: Point, corner: Point = CORNER) -> float:
    """The volume between a point and the corner; none where an axis is beyond it."""
    sides = (
        point.quality - corner.quality,
        corner.size - point.size,
        corner.latency - point.latency,
    )
    whole = 1.0
    for side in sides:
        whole *= max(0.0, side)
    return whole


def beats(one: Point, other: Point) -> bool:
    """Is ``one`` at least as good on every axis, and better on one?"""
    is_as_good = (
        one.quality >= other.quality
        and one.size <= other.size
        and one.latency <= other.latency
    )
    return is_as_good and one != other


def frontier(points: Sequence[Point]) -> List[bool]:
    """Which of the points nobody beats; equal points are all on it."""
    return [not any(beats(other, point) for other in points) for point in points]


def ranks(points: Dict[str, Point]) -> Dict[str, int]:
    """Places from 1 by dominated volume; equal volumes share one, the smaller first.

    The order of the result is that of the table.
    """
    volumes = {name: volume(point) for name, point in points.items()}
    order = sorted(points, key=lambda n: (-volumes[n], points[n].size, n))
    placed: Dict[str, int] = {}
    for number, name in enumerate(order, 1):
        before = order[number - 2] if number > 1 else ""
        is_tie = bool(before) and volumes[before] == volumes[name]
        placed[name] = placed[before] if is_tie else number
    return placed
