"""What is due, and how many have handed in, as lines of the dashboard."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.gradebook.selectors import Column, StoredTable
from portal.insight import classwork
from portal.insight.focus import around


@dataclass(frozen=True)
class DueLine:
    """One assignment; ``handed_in`` is None where nobody hands in."""

    column: Column
    at: datetime
    is_over: bool
    is_shown: bool  # in the middle of the page
    handed_in: int | None
    students: int


def due_lines(
    columns: Sequence[Column],
    table: StoredTable,
    shown: Column | None,
    *,
    now: datetime,
) -> tuple[DueLine, ...]:
    """Return what was due last and is due next; 1 query."""
    found = around(columns, now=now)
    wanted = [one.assignment for one in found if one.is_handed_in]
    counts = classwork.handed_in(wanted, [row.enrollment for row in table.rows])
    return tuple(
        DueLine(
            column,
            at,
            is_over=at <= now,
            is_shown=column is shown,
            handed_in=counts.get(column.assignment.pk, 0)
            if column.is_handed_in
            else None,
            students=len(table.rows),
        )
        for column in found
        if (at := column.dates.due) is not None
    )
