"""Puts together rows of grades, cut to what the viewer may know."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from portal.courses.models import Enrollment
from portal.gradebook import stored
from portal.gradebook.selectors import Cell, Column, Head, own_row
from portal.gradebook.selectors.packing import packed

BITS = {
    "is_late": stored.LATE,
    "is_missing": stored.MISSING,
    "is_override": stored.OVERRIDE,
    "is_excused": stored.EXCUSED,
    "is_incomplete": stored.INCOMPLETE,
}
Line = dict[str, Any]


def rows_for_staff(people: Sequence[Enrollment], head: Head) -> list[Line]:
    """Return everything of ``people``; their stored rows are fetched along."""
    lines = []
    for one in people:
        row = one.grade_row
        cells = stored.cells_of(row.cells)
        grades = [_grade(*pair) for pair in zip(head.columns, cells, strict=True)]
        lines.append(_row(one, row.rounded, row.letter, grades))
    return lines


def rows_for_student(people: Sequence[Enrollment], *, now: datetime) -> list[Line]:
    """Return one's own row, of what is released; the rest is as if it were not there.

    Totals too are worked out from released grades alone.
    """
    lines = []
    for one in people:
        columns, row = own_row(one.course, one, now=now)
        grades = list(_released(columns, row.cells))
        lines.append(_row(one, row.grade.rounded, row.grade.letter, grades))
    return lines


def _released(columns: Sequence[Column], cells: Sequence[Cell]) -> Iterable[Line]:
    for column, cell in zip(columns, packed(cells), strict=True):
        yield {**_grade(column, cell), "is_released": True}


def _row(one: Enrollment, total: Any, letter: str, grades: list[Line]) -> Line:
    return {
        "enrollment": one.public_id,
        "person": one.user,
        "section": one.section.name if one.section else None,
        "total": total,
        "letter": letter,
        "grades": grades,
    }


def _grade(column: Column, cell: stored.Stored) -> Line:
    marks = cell[stored.MARKS]
    return {
        "assignment": column.assignment.public_id,
        "slug": column.assignment.slug,
        "max_points": column.max_points,
        "points": cell[stored.POINTS],
        "is_released": column.is_released or bool(marks & stored.ALONE),
        "pending_points": cell[stored.WAITING],
        **{name: bool(marks & bit) for name, bit in BITS.items()},
    }
