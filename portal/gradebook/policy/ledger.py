"""What the ledger's lines make of a counting score."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar


class Undoable(Protocol):
    """A line that another one may take back."""

    pk: int
    undoes_id: int | None


class Line(Undoable, Protocol):
    """What the fold needs of a ledger entry."""

    kind: str
    points: float | None
    reason: str


AnyLine = TypeVar("AnyLine", bound=Undoable)


@dataclass(frozen=True)
class Grade:
    """A cell of the gradebook: what the student receives, and why.

    ``points`` is None while there is nothing, and where the assignment is excused or
    incomplete: the others carry its weight, for good or until it is done.
    """

    points: float | None = None
    is_excused: bool = False
    is_incomplete: bool = False
    is_override: bool = False
    is_released: bool = False
    adjustment: float = 0.0
    reason: str = ""
    comments: tuple[str, ...] = ()


def standing(lines: Sequence[AnyLine]) -> list[AnyLine]:
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
    if grade.is_excused or grade.is_incomplete:
        return replace(grade, points=None)
    return grade


def _with(grade: Grade, line: Line) -> Grade:
    if line.kind == "override":
        return replace(
            grade,
            points=line.points,
            is_override=True,
            is_excused=False,
            is_incomplete=False,
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
    if line.kind == "incomplete":
        return replace(grade, is_incomplete=True, reason=line.reason)
    if line.kind == "release":
        return replace(grade, is_released=True)
    if line.kind == "comment":
        return replace(grade, comments=(*grade.comments, line.reason))
    return grade
