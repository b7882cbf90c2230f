"""When a class hands in, before the due date: this time and the time before."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString

from portal.gradebook.selectors import Column
from portal.insight.classwork import ClassWork
from portal.web.charts import bars
from portal.web.charts.lines import FOOT, Line, line_chart

DAY_S = 86400.0
HEIGHT = round(bars.BASE) + FOOT  # so that it stands on the histogram's ground
MOST_DAYS = 14.0


def arrivals_chart(
    column: Column,
    work: ClassWork,
    other: Column | None,
    before: Mapping[UUID, datetime],
    *,
    now: datetime,
) -> SafeString:
    """Draw how many had handed in, by days from due; empty without a due date."""
    due = column.dates.due
    if due is None or not work.firsts:
        return SafeString("")
    upto = min(0.0, days(now, due))
    mine = climb(work.firsts.values(), due, until=upto)
    lines = [Line(column.assignment.slug, mine, is_now=upto < 0)]
    if other is not None and other.dates.due is not None and before:
        theirs = climb(before.values(), other.dates.due, until=0.0)
        lines.insert(0, Line(other.assignment.slug, theirs))
    says = f"{work.with_work} of {work.students} students have handed in."
    return line_chart(
        lines,
        what="Students who have handed in",
        by="day",
        says=says,
        key="arrivals",
        height=HEIGHT,
    )


def days(at: datetime, due: datetime) -> float:
    """Return how many days after ``due`` this is; before it, less than 0."""
    return (at - due).total_seconds() / DAY_S


def climb(
    firsts: Iterable[datetime], due: datetime, *, until: float
) -> tuple[tuple[float, float], ...]:
    """Return steps (days from due, how many by then), from at most 14 days before."""
    moments = sorted(max(-MOST_DAYS, days(at, due)) for at in firsts)
    start = min(moments[0], -1.0)
    points = [(start, 0.0)]
    for count, moment in enumerate(moments, start=1):
        if moment > until:
            break
        points.append((moment, float(count)))
    points.append((until, points[-1][1]))
    return tuple(points)
