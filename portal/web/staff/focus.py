"""The assignment in the middle of the dashboard: its figures and pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from portal.gradebook import stored
from portal.gradebook.selectors import Column, Head, StoredTable
from portal.insight import classwork
from portal.insight.checks import CheckFacts, check_facts, counting_lines
from portal.insight.focus import earlier, focus_of
from portal.web.charts.bars import histogram
from portal.web.staff.arrivals import arrivals_chart


@dataclass(frozen=True)
class Focus:
    """The assignment in the middle of the page."""

    column: Column
    work: classwork.ClassWork
    checks: tuple[CheckFacts, ...]
    arrivals: SafeString
    spread: SafeString
    compared: str


def page_focus(
    head: Head,
    table: StoredTable,
    students: frozenset[int],
    *,
    slug: str,
    now: datetime,
) -> Focus | None:
    """Return the assignment in the middle of the page; 6 queries."""
    column = focus_of(head.columns, now=now, slug=slug)
    if column is None:
        return None
    work, facts = focus_facts(column, head, table, students)
    other = earlier(head.columns, column)
    before: Mapping[int, datetime] = {}
    if other is not None:
        before = classwork.firsts_of(other.assignment, students)
    return Focus(
        column,
        work,
        tuple(facts),
        arrivals_chart(column, work, other, before, now=now),
        _spread(column, work),
        other.title if other is not None and before else "",
    )


def focus_facts(
    column: Column,
    head: Head,
    table: StoredTable,
    students: frozenset[int] | None = None,
) -> tuple[classwork.ClassWork, list[CheckFacts]]:
    """Return what the class did for one assignment, and its checks; 4 or 5 queries."""
    if students is None:
        students = classwork.students_of(column.assignment.course)
    found = classwork.hand_ins(column.assignment, students)
    counting = _counting(found, column, head, table)
    work = _work(column, found, students)
    return work, check_facts(counting_lines(counting))


def _work(
    column: Column, found: Iterable[classwork.HandIn], students: frozenset[int]
) -> classwork.ClassWork:
    mark = column.rules.pass_mark
    most = column.max_points
    return classwork.class_work(
        found,
        classwork.jobs_ended(column.assignment),
        students=len(students),
        pass_percent=100 * mark / most if mark is not None and most else None,
    )


def _counting(
    found: Iterable[classwork.HandIn], column: Column, head: Head, table: StoredTable
) -> set[int]:
    """Return which submissions count, by the rule of the assignment."""
    place = head.columns.index(column)
    numbers = {
        str(row.enrollment): row.cell(place)[stored.NUMBER] for row in table.rows
    }
    people = {
        pk: str(public)
        for pk, public in column.assignment.course.enrollments.values_list(
            "pk", "public_id"
        )
    }
    return {
        one.submission
        for one in found
        if numbers.get(people.get(one.person, "")) == one.number
    }


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
