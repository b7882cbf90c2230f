"""Pure rules of grades: which submission counts, and what the ledger makes of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol
from uuid import UUID


@dataclass(frozen=True)
class Candidate:
    """A submission with a score; ``points`` are after lateness."""

    submission_id: int
    public_id: UUID
    number: int
    points: float
    pending_points: float = 0.0
    is_late: bool = False
    is_chosen: bool = False


class Line(Protocol):
    """What the fold needs of a ledger entry."""

    pk: int
    kind: str
    points: float | None
    reason: str
    undoes_id: int | None


@dataclass(frozen=True)
class Grade:
    """A cell of the gradebook: what the student receives, and why.

    ``points`` is None while there is nothing, and where the assignment is excused.
    """

    points: float | None = None
    is_excused: bool = False
    is_override: bool = False
    is_released: bool = False
    adjustment: float = 0.0
    reason: str = ""
    comments: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One cell as far as a total needs it."""

    points: float | None
    max_points: float
    is_excused: bool = False


def counting(candidates: Iterable[Candidate], rule: str) -> Candidate | None:
    """Return the submission that counts: ``best``, ``last`` or ``chosen``.

    Of equal ones the earlier; an on-time one before a late one of equal points. Where
    nothing was chosen yet, the best counts.
    """
    found = list(candidates)
    if rule == "chosen":
        found = [c for c in found if c.is_chosen] or found
    if not found:
        return None
    if rule == "last":
        return max(found, key=lambda c: c.number)
    return max(found, key=lambda c: (c.points, not c.is_late, -c.number))


def standing(lines: Sequence[Line]) -> list[Line]:
    """Return the lines that hold: not undone, or undone by a line that is undone."""
    void: set[int] = set()
    for line in sorted(lines, key=lambda entry: entry.pk, reverse=True):
        if line.undoes_id is not None and line.pk not in void:
            void.add(line.undoes_id)
    return [line for line in lines if line.pk not in void]


def fold(points: float | None, lines: Sequence[Line]) -> Grade:
    """Return the grade that ``lines``, oldest first, make of a counting score."""
    grade = Grade(points=points)
    for line in sorted(standing(lines), key=lambda entry: entry.pk):
        grade = _with(grade, line)
    return replace(grade, points=None) if grade.is_excused else grade


def percent(parts: Sequence[Part], *, split: str, drop_lowest: int) -> float | None:
    """Return a category's percentage, or None while nothing in it counts.

    ``even`` weighs every assignment alike, ``points`` by its points. The lowest ones
    are dropped, never the last one.
    """
    counted = [
        (part.points, part.max_points)
        for part in parts
        if part.points is not None and not part.is_excused and part.max_points > 0
    ]
    counted.sort(key=lambda pair: pair[0] / pair[1])
    counted = counted[min(drop_lowest, max(0, len(counted) - 1)) :]
    if not counted:
        return None
    if split == "points":
        return 100.0 * sum(p for p, _ in counted) / sum(m for _, m in counted)
    return 100.0 * sum(p / m for p, m in counted) / len(counted)


def total(categories: Iterable[tuple[float, float | None]]) -> float | None:
    """Return the course percentage of (weight, percentage) pairs that have one."""
    there = [(weight, value) for weight, value in categories if value is not None]
    weights = sum(weight for weight, _ in there)
    if weights <= 0:
        return None
    return sum(weight * value for weight, value in there) / weights


def _with(grade: Grade, line: Line) -> Grade:
    if line.kind == "override":
        return replace(
            grade,
            points=line.points,
            is_override=True,
            is_excused=False,
            adjustment=0.0,
            reason=line.reason,
        )
    if line.kind == "adjustment":
        more = line.points or 0.0
        return replace(
            grade,
            points=(grade.points or 0.0) + more,
            adjustment=grade.adjustment + more,
            reason=line.reason,
        )
    if line.kind == "excuse":
        return replace(grade, is_excused=True, reason=line.reason)
    if line.kind == "release":
        return replace(grade, is_released=True)
    if line.kind == "comment":
        return replace(grade, comments=(*grade.comments, line.reason))
    return grade
