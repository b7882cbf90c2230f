"""Who is falling behind, as lines of the dashboard."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.gradebook import stored
from portal.gradebook.selectors import Column, Head, StoredTable
from portal.insight.behind import LOOKED_AT, Item, Signs, says_something, signs
from portal.web.staff.focus import Focus

GIVEN = stored.EXCUSED | stored.INCOMPLETE | stored.OVERRIDE


@dataclass(frozen=True)
class Behind:
    """One student who may need a word."""

    enrollment: UUID
    name: str
    reasons: str
    percent: float | None


@dataclass(frozen=True)
class _Due:
    """One assignment that was due, and which signs of it tell of a person."""

    column: Column
    place: int
    tells_missing: bool
    tells_low: bool


def behind_of(
    table: StoredTable, head: Head, focus: Focus | None, *, now: datetime
) -> list[Behind]:
    """Return who seems to fall behind, those with most signs first; no query."""
    over = [
        (column.dates.due, place, column)
        for place, column in enumerate(head.columns)
        if column.dates.due is not None and column.dates.due < now
    ]
    over.sort(key=lambda one: one[0])
    due = [_due(column, place, table) for _, place, column in over[-LOOKED_AT:]]
    tries = focus.work.unscored if focus else {}
    found: list[tuple[Signs, Behind]] = []
    for row in table.rows:
        said = signs(
            [_item(one, row.cell(one.place)) for one in due],
            now_title=focus.column.assignment.slug if focus else "",
            tries_without_score=tries.get(row.enrollment, 0),
        )
        if said is not None:
            reasons, name = "; ".join(said.reasons), row.name or row.email
            found.append((said, Behind(row.enrollment, name, reasons, row.percent)))
    found.sort(key=lambda pair: (-pair[0].weight, pair[1].percent or 0.0))
    return [line for _, line in found]


def _due(column: Column, place: int, table: StoredTable) -> _Due:
    cells = [row.cell(place) for row in table.rows]
    missing = sum(_is_missing(column, cell) for cell in cells)
    known = [_percent(column, cell) for cell in cells]
    low = [one for one in known if one is not None]
    mark = _pass_percent(column)
    below = sum(one < mark for one in low) if mark is not None else 0
    return _Due(
        column,
        place,
        says_something(missing, len(cells)),
        says_something(below, len(low)),
    )


def _item(due: _Due, cell: stored.Stored) -> Item:
    column = due.column
    return Item(
        title=column.assignment.slug,
        is_missing=due.tells_missing and _is_missing(column, cell),
        is_late=bool(cell[stored.MARKS] & stored.LATE),
        percent=_percent(column, cell),
        pass_percent=_pass_percent(column) if due.tells_low else None,
    )


def _is_missing(column: Column, cell: stored.Stored) -> bool:
    """Say whether nothing that counts came, whatever the course makes of that."""
    marks = cell[stored.MARKS]
    is_empty = bool(marks & (stored.MISSING | stored.NOTHING))
    return is_empty and column.is_handed_in and not marks & GIVEN


def _percent(column: Column, cell: stored.Stored) -> float | None:
    """Return the percent that is there, None where some of it is still to be given."""
    points, marks = cell[stored.POINTS], cell[stored.MARKS]
    if points is None or not column.max_points or marks & stored.PENDING:
        return None
    if marks & stored.MISSING:
        return None
    return float(100 * points / column.max_points)


def _pass_percent(column: Column) -> float | None:
    mark, most = column.rules.pass_mark, column.max_points
    return 100 * mark / most if mark is not None and most else None
