"""Writes a student's cells down as they are stored."""

from collections.abc import Sequence

from portal.gradebook import stored
from portal.gradebook.policy import Grade
from portal.gradebook.selectors.cells import Cell


def packed(cells: Sequence[Cell]) -> list[stored.Stored]:
    """Return what is to be stored of a row's cells."""
    return [
        [
            cell.grade.points,
            marks_of(cell),
            cell.score,
            cell.number,
            cell.pending_points,
        ]
        for cell in cells
    ]


def marks_of(cell: Cell) -> int:
    """Return what is to be said beside the points, as bits."""
    said = {
        stored.LATE: cell.is_late,
        stored.MISSING: cell.is_missing,
        stored.PENDING: cell.pending_points > 0,
        stored.ALONE: cell.is_shown_alone,
        stored.NOTHING: cell.grade.points is None
        and not cell.grade.is_excused
        and not cell.grade.is_incomplete,
        **_marks_of_grade(cell.grade),
    }
    return sum(bit for bit, holds in said.items() if holds)


def _marks_of_grade(grade: Grade) -> dict[int, bool]:
    return {
        stored.OVERRIDE: grade.is_override,
        stored.EXCUSED: grade.is_excused,
        stored.INCOMPLETE: grade.is_incomplete,
        stored.ADJUSTED: grade.adjustment != 0,
    }
