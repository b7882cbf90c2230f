"""How a student's row is written down: short lists, one a cell."""

from collections.abc import Sequence
from typing import Any

from portal.gradebook.policy import Grade
from portal.gradebook.selectors.cells import Cell

FORMAT = 1  # of what is stored; another one is computed anew

LATE, OVERRIDE, EXCUSED, INCOMPLETE, MISSING, ADJUSTED, PENDING, ALONE = (
    1 << place for place in range(8)
)
# Where in the list of a cell.
POINTS, MARKS, SCORE, NUMBER, WAITING = range(5)

Stored = list[Any]  # [points, marks, score, submission number, pending points]


def packed(cells: Sequence[Cell]) -> list[Stored]:
    """Return a row's cells as they are stored."""
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
        LATE: cell.is_late,
        MISSING: cell.is_missing,
        PENDING: cell.pending_points > 0,
        **_marks_of_grade(cell.grade),
    }
    return sum(bit for bit, holds in said.items() if holds)


def _marks_of_grade(grade: Grade) -> dict[int, bool]:
    return {
        OVERRIDE: grade.is_override,
        EXCUSED: grade.is_excused,
        INCOMPLETE: grade.is_incomplete,
        ADJUSTED: grade.adjustment != 0,
        ALONE: grade.is_released,  # to this student only, where the column is not
    }
