"""What is due, and how many have handed in, as lines of the dashboard."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.gradebook.selectors import Column


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
    due: Sequence[Column],
    handed_in: Mapping[str, int],
    shown: Column | None,
    *,
    students: int,
    now: datetime,
) -> tuple[DueLine, ...]:
    """Return a line of each, with how many handed in; no query."""
    return tuple(
        DueLine(
            column,
            at,
            is_over=at <= now,
            is_shown=column is shown,
            handed_in=handed_in.get(column.assignment.slug, 0)
            if column.is_handed_in
            else None,
            students=students,
        )
        for column in due
        if (at := column.dates.due) is not None
    )
