"""The strip under a score: where every point went."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from portal.web import formats
from portal.web.charts.svg import element, join, percent

GAP = 0.0035


@dataclass(frozen=True)
class Part:
    """One check's points: got, of how many, and whether they still wait."""

    title: str
    points: float
    maximum: float
    is_waiting: bool = False
    is_bonus: bool = False

    @property
    def width(self) -> float:
        """Return the points it stands for: of a bonus only those that were earned."""
        if self.is_bonus:
            return 0.0 if self.is_waiting else self.points
        return self.maximum


def score_strip(parts: Sequence[Part]) -> SafeString:
    """Draw got filled, lost pale, waiting dashed; each check as wide as its points."""
    parts = [part for part in parts if part.width > 0]
    total = sum(part.width for part in parts) or 1.0
    marks: list[SafeString] = []
    left = 0.0
    for part in parts:
        width = max(part.width / total - GAP, 0.001)
        marks += _marks(part, left, width)
        left += part.width / total
    return element(
        "svg",
        join(marks),
        class_="strip",
        role="img",
        aria_label=_words(parts),
        width="100%",
        height=24,
    )


def _marks(part: Part, left: float, width: float) -> list[SafeString]:
    if part.is_waiting:
        x = percent(left + GAP / 2)
        return [_bar("f-wait", x, width - GAP / 2, y=0.5, height=23)]
    got = max(0.0, min(1.0, part.points / part.width))
    marks = [_bar("f-lost", percent(left), width)]
    if got > 0:
        marks.append(_bar("f-got", percent(left), width * got))
    return marks


def _bar(
    kind: str, x: str, width: float, y: float = 0, height: float = 24
) -> SafeString:
    return element(
        "rect", class_=kind, x=x, y=y, width=percent(width), height=height, rx=2
    )


def _words(parts: Sequence[Part]) -> str:
    said = ", ".join(_said(part) for part in parts)
    got = sum(part.points for part in parts if not part.is_waiting)
    total = sum(part.maximum for part in parts if not part.is_bonus)
    return f"{formats.points(got)} of {formats.maximum(total)} points: {said}"


def _said(part: Part) -> str:
    if part.is_bonus:
        return f"{part.title} {formats.signed(part.points)} on top"
    if part.is_waiting:
        return f"{part.title} {formats.maximum(part.maximum)} points waiting"
    return (
        f"{part.title} {formats.points(part.points)} of {formats.maximum(part.maximum)}"
    )
