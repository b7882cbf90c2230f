"""Who is falling behind, as lines of the dashboard."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.gradebook import stored
from portal.gradebook.selectors import Column, Head, StoredTable
from portal.insight.behind import Item, Signs, signs
from portal.web.staff.focus import Focus


@dataclass(frozen=True)
class Behind:
    """One student who may need a word."""

    enrollment: UUID
    name: str
    reasons: str
    percent: float | None


def behind_of(
    table: StoredTable, head: Head, focus: Focus | None, *, now: datetime
) -> list[Behind]:
    """Return who seems to fall behind, those with most signs first."""
    due = [
        (place, column)
        for place, column in enumerate(head.columns)
        if column.dates.due is not None and column.dates.due < now
    ]
    due.sort(key=lambda pair: pair[1].dates.due or now)
    tries = _tries(focus)
    found: list[tuple[Signs, Behind]] = []
    for row in table.rows:
        said = signs(
            [_item(column, row.cell(place)) for place, column in due],
            now_title=focus.column.assignment.slug if focus else "",
            tries_without_score=tries.get(str(row.enrollment), 0),
        )
        if said is not None:
            reasons = "; ".join(said.reasons)
            found.append((said, Behind(row.enrollment, row.name, reasons, row.percent)))
    found.sort(key=lambda pair: -pair[0].weight)
    return [line for _, line in found]


def _tries(focus: Focus | None) -> dict[str, int]:
    if focus is None or not focus.work.unscored:
        return {}
    people = focus.column.assignment.course.enrollments
    rows = people.filter(pk__in=focus.work.unscored).values_list("pk", "public_id")
    return {str(public): focus.work.unscored[pk] for pk, public in rows}


def _item(column: Column, cell: stored.Stored) -> Item:
    marks = cell[stored.MARKS]
    points, most = cell[stored.POINTS], column.max_points
    is_given = bool(marks & (stored.EXCUSED | stored.INCOMPLETE | stored.OVERRIDE))
    is_missing = bool(marks & stored.MISSING)
    mark = column.rules.pass_mark
    return Item(
        title=column.assignment.slug,
        is_missing=is_missing and not is_given,
        is_late=bool(marks & stored.LATE),
        percent=100 * points / most if points is not None and most else None,
        pass_percent=100 * mark / most if mark is not None and most else None,
    )
