"""From what people chose in a rubric to points: pure, like every other curve."""

import math
from dataclasses import dataclass
from typing import Any, Mapping, Optional, Sequence, Tuple

Chosen = Mapping[str, Sequence[str]]  # items by criterion, or a number as it is typed
NUMBER = "points"  # no items: the points themselves are said
KINDS = ("add", "subtract", "levels", "bands", NUMBER)
ONE_OF = ("levels", "bands")  # exactly one item of such a criterion is chosen


@dataclass(frozen=True)
class CriterionLine:
    """One criterion as it was judged; ``is_open`` where level or points are missing."""

    name: str
    title: str
    points: float
    max_points: float
    chosen: Tuple[str, ...]
    is_open: bool = False


@dataclass(frozen=True)
class RubricScore:
    """What the chosen items and the adjustment come to, never outside 0 to all."""

    points: float
    max_points: float
    share: float
    adjustment: float
    lines: Tuple[CriterionLine, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every criterion with levels or points has one."""
        return not any(line.is_open for line in self.lines)


def rubric_score(
    rubric: Mapping[str, Any], chosen: Chosen, adjustment: float = 0.0
) -> RubricScore:
    """Score ``chosen`` by ``rubric`` (of an assignment's JSON).

    Items that the rubric does not know are left out, so that a changed rubric says by
    itself where a level is missing. The same input gives the same points, always.
    """
    lines = tuple(
        _line(criterion, chosen.get(criterion["name"], ()))
        for criterion in rubric["criteria"]
    )
    most = _clean(sum(line.max_points for line in lines))
    plain = sum(line.points for line in lines) + adjustment
    points = _clean(min(most, max(0.0, plain)))
    share = points / most if most else 0.0
    return RubricScore(points, most, share, adjustment, lines)


def _line(criterion: Mapping[str, Any], names: Sequence[str]) -> CriterionLine:
    most, kind = float(criterion["points"]), criterion["kind"]
    if kind == NUMBER:
        return _typed(criterion, names)
    found = [item for item in criterion["items"] if item["name"] in names]
    if kind in ONE_OF:
        found = found[:1]
    worth = sum(float(item["points"]) for item in found)
    points = most - worth if kind == "subtract" else worth
    return CriterionLine(
        name=criterion["name"],
        title=criterion["title"],
        points=_clean(min(most, max(0.0, points))),
        max_points=most,
        chosen=tuple(item["name"] for item in found),
        is_open=kind in ONE_OF and not found,
    )


def number_of(names: Sequence[str]) -> Optional[float]:
    """Return the points that were typed, None where nothing or no number was."""
    try:
        value = float(names[0])
    except (IndexError, ValueError):
        return None
    return value if math.isfinite(value) else None


def _typed(criterion: Mapping[str, Any], names: Sequence[str]) -> CriterionLine:
    most, said = float(criterion["points"]), number_of(names)
    return CriterionLine(
        name=criterion["name"],
        title=criterion["title"],
        points=_clean(min(most, max(0.0, said or 0.0))),
        max_points=most,
        chosen=() if said is None else (f"{said:.10g}",),
        is_open=said is None,
    )


def _clean(points: float) -> float:
    return round(float(points), 9)
