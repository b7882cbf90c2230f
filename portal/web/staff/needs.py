"""What waits for the staff, as lines that lead to it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from portal.courses.models import Course
from portal.gradebook import stored
from portal.gradebook.selectors import Column, StoredTable
from portal.insight import needs
from portal.insight.checks import CheckFacts
from portal.insight.glance import Glance
from portal.marking.selectors.overview import Waiting
from portal.similarity.selectors import Waiting as AlikePairs
from portal.web import formats

MOST_RELEASES = 3


@dataclass(frozen=True)
class Need:
    """One line: how much, what, and where to go."""

    count: str
    since: str
    title: str
    text: str
    url: str
    button: str
    is_first: bool = False


def listed(
    course: Course,
    table: StoredTable,
    found: Glance,
    failing: tuple[Column, CheckFacts] | None,
    *,
    now: datetime,
) -> tuple[Need, ...]:
    """Return everything that waits, most pressing first; no query."""
    papers = [one for one in found.papers if one.left]
    titles = {column.assignment.slug: column for column in table.head.columns}
    return (
        *_requests(found.requests, course, now=now),
        *_broken(found.broken, titles, now=now),
        *(_papers(one) for one in papers),
        *_unentered(table, papers, now=now),
        *_flagged(found.flagged, titles),
        *_alike(found.alike, titles, now=now),
        *_failing(failing),
        *_releases(_begun(table), papers, now=now),
    )


def _requests(found: needs.Requests, course: Course, *, now: datetime) -> list[Need]:
    if not found.count or found.oldest_at is None:
        return []
    return [
        Need(
            f"{found.count} open",
            f"oldest {formats.distance(found.oldest_at, now=now)}",
            "Regrade requests",
            "Students ask for a second look and wait for a decision.",
            reverse("marking:requests", args=[course.public_id]),
            "Answer",
            is_first=True,
        )
    ]


def _broken(
    found: Iterable[needs.Broken], titles: Mapping[str, Column], *, now: datetime
) -> list[Need]:
    lines = []
    for one in found:
        column = titles.get(one.slug)
        if column is None:
            continue
        many = "submission" if one.count == 1 else "submissions"
        lines.append(
            Need(
                f"{one.count} {many}",
                f"last {formats.distance(one.last_at, now=now)}",
                f"{column.title}: our fault, and without a score",
                "A judge or a machine failed. It cost nobody an attempt; look at the"
                " staff's log, repair, and grade again.",
                _column_address(column),
                "Look",
                is_first=True,
            )
        )
    return lines


def _papers(one: Waiting) -> Need:
    return Need(
        f"{one.left} of {one.people}",
        "wait for people",
        f"To grade: {one.title}",
        ", ".join(one.checks),
        reverse("marking:desk", args=[one.assignment.public_id]),
        "Grade",
    )


def _unentered(
    table: StoredTable, papers: Sequence[Waiting], *, now: datetime
) -> list[Need]:
    waiting = {one.assignment.slug for one in papers}
    return [
        Need(
            f"{one.left} of {one.people}",
            "without a grade",
            f"To enter: {one.column.title}",
            "Nothing is handed in here. Until a grade is entered, 0 too, the others "
            "carry its weight.",
            _entering(one.column),
            "Enter",
        )
        for one in needs.unentered(table, waiting, now=now)
    ]


def _entering(column: Column) -> str:
    """Return where such grades are entered: ratings have a page of their own."""
    if column.kind == "peer_rating":
        return reverse("meetings:ratings", args=[column.assignment.public_id])
    return reverse("staff:gradebook", args=[column.assignment.course.public_id])


def _flagged(
    found: Iterable[needs.Flagged], titles: Mapping[str, Column]
) -> list[Need]:
    return [
        Need(
            f"{one.count} flagged",
            "",
            f"{titles[one.slug].title}: a measurement looks odd",
            "Too good, or not what was asked for. No points were taken; people decide.",
            reverse("student:submission", args=[one.submission]),
            "Look",
        )
        for one in found
        if one.slug in titles
    ]


def _alike(
    found: Iterable[AlikePairs], titles: Mapping[str, Column], *, now: datetime
) -> list[Need]:
    return [
        Need(
            f"{one.count} open",
            _since(one.ended_at, now=now),
            f"{titles[one.slug].title}: code that is alike",
            "Above the assignment’s threshold. Advice only: look at both and note what"
            " you found.",
            reverse("similarity:comparison", args=[one.comparison]) + "?state=open",
            "Look",
        )
        for one in found
        if one.slug in titles
    ]


def _since(at: datetime | None, *, now: datetime) -> str:
    return f"compared {formats.distance(at, now=now)}" if at else ""


def _failing(failing: tuple[Column, CheckFacts] | None) -> list[Need]:
    if failing is None:
        return []
    column, check = failing
    return [
        Need(
            "1 check",
            f"of {column.assignment.slug}",
            f"“{check.title}” is met by {check.met_percent:.0f} % of those who count",
            "Far fewer than any other check. Perhaps the text should say more.",
            reverse("staff:analysis", args=[column.assignment.public_id]),
            "Look",
        )
    ]


def _begun(table: StoredTable) -> list[Column]:
    """Return the columns in which somebody has more than a 0 for nothing."""
    empty = stored.MISSING | stored.NOTHING
    return [
        column
        for at, column in enumerate(table.head.columns)
        if any(not row.marks[at] & empty for row in table.rows)
    ]


def _releases(
    columns: Sequence[Column], papers: Sequence[Waiting], *, now: datetime
) -> list[Need]:
    waiting = {one.assignment.slug for one in papers}
    found = needs.unreleased(columns, waiting, now=now)
    return [
        Need(
            "Grades",
            "not released",
            f"{column.title} is graded and waits for release",
            "Students see scores, and no grade yet.",
            _column_address(column),
            "Release",
        )
        for column in found[-MOST_RELEASES:]
    ]


def _column_address(column: Column) -> str:
    return reverse("staff:column", args=[column.assignment.public_id])
