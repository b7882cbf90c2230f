"""Each check of an assignment, over the submissions that count."""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from portal.grading.models import Score

MET = ("passed", "gate_passed")
SEEN = (*MET, "partly", "failed", "gate_failed")


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


def counting_lines(submissions: Iterable[int]) -> list[list[dict[str, Any]]]:
    """Return the score lines of these submissions; 1 query."""
    rows = Score.objects.filter(submission__in=list(submissions))
    return list(rows.order_by("submission").values_list("lines", flat=True))


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
    values = (row.get("value") for row, _ in rows)
    return CheckFacts(
        name=line["name"],
        title=line["title"],
        max_points=line["max_points"],
        count=len(rows),
        met=sum(row["state"] in MET for row, _ in rows),
        mean_points=statistics.fmean(own) if own else 0.0,
        values=tuple(value for value in values if value is not None),
        tells_apart=_correlation(own, [rest for _, rest in rows]),
    )


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    """Return Pearson's r, None where either never changes or there are too few."""
    if len(one) < 5 or len(set(one)) < 2 or len(set(other)) < 2:
        return None
    return statistics.correlation(one, other)
