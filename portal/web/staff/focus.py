"""The assignment in the middle of the dashboard: its figures and pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.safestring import SafeString

from portal.gradebook import stored
from portal.gradebook.selectors import Column, Head, StoredTable
from portal.gradebook.selectors.stored import StoredRow
from portal.insight import classwork
from portal.insight.checks import CheckFacts, check_facts
from portal.insight.focus import earlier, focus_of
from portal.insight.judged import judged
from portal.web.charts.bars import histogram
from portal.web.staff.arrivals import arrivals_chart
from portal.web.staff.spreads import Spread, spreads_of


@dataclass(frozen=True)
class Focus:
    """The assignment in the middle of the page."""

    column: Column
    work: classwork.ClassWork
    checks: tuple[CheckFacts, ...]
    arrivals: SafeString
    spread: SafeString
    spreads: tuple[Spread, ...]
    compared: str
    waited_for: tuple[StoredRow, ...]  # who has not handed in, least total first


def page_focus(
    head: Head, table: StoredTable, *, slug: str, now: datetime
) -> Focus | None:
    """Return the assignment in the middle of the page; 2 queries."""
    column = focus_of(head.columns, now=now, slug=slug)
    if column is None:
        return None
    other = earlier(head.columns, column)
    wanted = [column.assignment, *([other.assignment] if other else [])]
    found = classwork.hand_ins(wanted, _students(table))
    mine = found.get(column.assignment.pk, [])
    work, facts = _facts(mine, column, head, table)
    before: Mapping[UUID, datetime] = {}
    if other is not None:
        before = classwork.firsts_of(found.get(other.assignment.pk, []))
    return Focus(
        column,
        work,
        tuple(facts),
        arrivals_chart(column, work, other, before, now=now),
        _spread(column, work),
        spreads_of(column, facts),
        other.title if other is not None and before else "",
        _waited_for(work, table, head.columns.index(column)),
    )


def focus_facts(
    column: Column, head: Head, table: StoredTable
) -> tuple[classwork.ClassWork, list[CheckFacts]]:
    """Return what the class did for one assignment, and its checks; 2 queries.

    Of what nobody hands in the checks are those of papers that staff began.
    """
    read = classwork.hand_ins if column.is_handed_in else classwork.entered
    found = read([column.assignment], _students(table))
    return _facts(found.get(column.assignment.pk, []), column, head, table)


def _facts(
    found: list[classwork.HandIn], column: Column, head: Head, table: StoredTable
) -> tuple[classwork.ClassWork, list[CheckFacts]]:
    mark, most = column.rules.pass_mark, column.max_points
    counting = _counting(found, head.columns.index(column), table)
    of_jobs = judged(column.assignment, counting)
    work = classwork.class_work(
        found if column.is_handed_in else [],
        of_jobs.ended,
        students=len(table.rows),
        pass_percent=100 * mark / most if mark is not None and most else None,
    )
    return work, check_facts(of_jobs.lines)


def _students(table: StoredTable) -> frozenset[UUID]:
    return frozenset(row.enrollment for row in table.rows)


def _counting(
    found: Iterable[classwork.HandIn], place: int, table: StoredTable
) -> set[int]:
    """Return which submissions count, by the rule of the assignment.

    What somebody handed in before they were excused says nothing about the class.
    """
    numbers = {
        row.enrollment: row.cell(place)[stored.NUMBER]
        for row in table.rows
        if not row.marks[place] & stored.EXCUSED
    }
    return {one.submission for one in found if numbers.get(one.person) == one.number}


def _waited_for(
    work: classwork.ClassWork, table: StoredTable, place: int
) -> tuple[StoredRow, ...]:
    given = stored.EXCUSED | stored.OVERRIDE
    rows = [
        row
        for row in table.rows
        if row.enrollment not in work.firsts and not row.marks[place] & given
    ]
    return tuple(sorted(rows, key=lambda row: row.percent or 0.0))


def _spread(column: Column, work: classwork.ClassWork) -> SafeString:
    best = list(work.best.values())
    if not best:
        return SafeString("")
    return histogram(
        best,
        low=0,
        high=100,
        what=f"Best scores of {column.title}",
        says=f"{len(best)} students; the median is {work.median_best:.0f} percent.",
        key="spread",
        middle=work.median_best,
    )
