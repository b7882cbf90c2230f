"""Which assignments staff look at now."""

from collections.abc import Sequence
from datetime import datetime

from portal.gradebook.selectors import Column

ALL_TERM = ("attendance", "participation")
JUST_OVER, AHEAD = 2, 4


def focus_of(
    columns: Sequence[Column], *, now: datetime, slug: str = ""
) -> Column | None:
    """Return the column called ``slug``, else the next that is to be handed in.

    Where nothing is due any more it is the last one that was.
    """
    named = [column for column in columns if slug and column.assignment.slug == slug]
    if named:
        return named[0]
    dated = [c for c in _handed_in(columns) if c.dates.is_released(now)]
    ahead = [c for c in dated if _due(c) > now]
    if ahead:
        return min(ahead, key=_due)
    return max(dated, key=_due, default=None)


def around(columns: Sequence[Column], *, now: datetime) -> list[Column]:
    """Return what was due last and what is due next, by due date; pure.

    Exams and talks are among them. What goes on all term is due at no one moment.
    """
    dated = [
        c
        for c in columns
        if c.dates.due is not None and (c.is_handed_in or c.kind not in ALL_TERM)
    ]
    dated.sort(key=_due)
    over = [c for c in dated if _due(c) <= now]
    ahead = [c for c in dated if _due(c) > now]
    return [*over[-JUST_OVER:], *ahead[:AHEAD]]


def earlier(columns: Sequence[Column], column: Column) -> Column | None:
    """Return what was due last before ``column``, if possible of its category."""
    if column.dates.due is None:
        return None
    before = [c for c in _handed_in(columns) if _due(c) < column.dates.due]
    same = [c for c in before if c.category == column.category]
    return max(same or before, key=_due, default=None)


def _handed_in(columns: Sequence[Column]) -> list[Column]:
    """Return those that students hand in until some time."""
    return [c for c in columns if c.is_handed_in and c.dates.due is not None]


def _due(column: Column) -> datetime:
    if column.dates.due is None:
        raise ValueError("only for columns with a due date")
    return column.dates.due
