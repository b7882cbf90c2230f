"""Each check of an assignment, over the submissions that count."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MET = ("passed", "gate_passed")
SEEN = (*MET, "partly", "failed", "gate_failed")
FEWEST = 5  # of fewer than that a correlation says nothing


@dataclass(frozen=True)
class CheckFacts:
    """One check: ``count`` submissions in which it was decided."""

    name: str
    title: str
    max_points: float
    count: int
    met: int  # with all of it
    mean_points: float
    values: tuple[float, ...]  # measured ones
    tells_apart: float | None  # its correlation with the rest of the score
    untold: str = ""  # why there is no such correlation

    @property
    def met_percent(self) -> float:
        """How many of a hundred met it."""
        return 100 * self.met / self.count if self.count else 0.0

    @property
    def share(self) -> float:
        """The share of its points that was given, or of its gates that were met."""
        if self.max_points:
            return self.mean_points / self.max_points
        return self.met / self.count if self.count else 0.0


def check_facts(scores: Sequence[Sequence[Mapping[str, Any]]]) -> list[CheckFacts]:
    """Return the checks in the order of the assignment; pure."""
    by_name: dict[str, list[tuple[Mapping[str, Any], float]]] = {}
    for lines in scores:
        total = sum(line["points"] for line in lines)
        for line in lines:
            found = by_name.setdefault(line["name"], [])
            if line["state"] in SEEN:
                found.append((line, total - line["points"]))
    titles = {line["name"]: line for lines in scores for line in lines}
    return [_facts(titles[name], rows) for name, rows in by_name.items()]


def _facts(
    line: Mapping[str, Any], rows: Sequence[tuple[Mapping[str, Any], float]]
) -> CheckFacts:
    own = [row["points"] for row, _ in rows]
    rest = [others for _, others in rows]
    values = (row.get("value") for row, _ in rows)
    untold = _untold(own, rest, has_points=bool(line["max_points"]))
    return CheckFacts(
        name=line["name"],
        title=line["title"],
        max_points=line["max_points"],
        count=len(rows),
        met=sum(row["state"] in MET for row, _ in rows),
        mean_points=statistics.fmean(own) if own else 0.0,
        values=tuple(value for value in values if value is not None),
        tells_apart=None if untold else statistics.correlation(own, rest),
        untold=untold,
    )


def _untold(own: Sequence[float], rest: Sequence[float], *, has_points: bool) -> str:
    """Return why points say nothing beside the rest, or nothing where they do.

    What differs by less than rounding does not differ.
    """
    if not has_points:
        return "no points hang on it"
    if len(own) < FEWEST:
        return "too few to tell"
    if _is_flat(own):
        return "all have the same points for it"
    if not any(rest):
        return "there are no other points to compare it with"
    return "all have the same points for the rest" if _is_flat(rest) else ""


def _is_flat(points: Sequence[float]) -> bool:
    return max(points) - min(points) < SAME


SAME = 1e-9
