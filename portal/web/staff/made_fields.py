"""The fields of an assignment's form: drawn from what was said, and read back."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict

from portal.assignments.models import Assignment
from portal.courses.models import Course, Session
from portal.courses.selectors import meetings
from portal.lib.errors import InvalidError
from portal.setup.handmade import DATES, FIELDS, Said
from portal.setup.handmade.fields import DOCUMENT, FORM, PEOPLE
from portal.setup.tables import Field, Table, row_of, rows_of, typed
from portal.web.requests import SignedInRequest
from portal.web.staff import made_dates as dating
from portal.web.staff.grid import Cell, Grid, grid_of, rows_sent
from portal.web.staff.made_dates import DateCell
from portal.web.staff.made_rows import ROWS, Rows, rows_for

ABOUT = ("title", "slug", "kind", "category", "text")
BOTH = ("pass_mark", "team_min", "team_max")
WORK = ("per_day", "counts", "max_mib")
PAPER = ("documents", "extras", "headings", "min_pages", "max_pages", "min_words")
OF_WAY = {
    PEOPLE: ("points",),
    FORM: ("shuffle", *WORK),
    DOCUMENT: WORK,
}
MORE = 10


@dataclass(frozen=True)
class DrawnRows:
    """One table of rows, with what stands above it."""

    rows: Rows
    grid: Grid


@dataclass(frozen=True)
class Drawn:
    """All that the form shows."""

    about: list[Cell]
    points: list[Cell]
    paper: list[Cell]
    is_paper_open: bool
    dates: list[DateCell]
    sessions: list[tuple[str, str]]
    categories: list[tuple[str, str]]
    tables: list[DrawnRows]


def said_of(
    sent: QueryDict, course: Course, way: str, assignment: Assignment | None
) -> Said:
    """Return what was said; InvalidError names everything that can't be read."""
    problems: list[str] = []
    values: dict[str, Any] = {}
    dates: dict[str, Any] = {}
    try:
        values = row_of(_fields(way), _given(sent), where="")
    except InvalidError as error:
        problems.append(error.sentence)
    if assignment is not None:
        values["slug"] = assignment.slug
    for name in DATES:
        try:
            dates |= dating.read(name, sent, course)
        except InvalidError as error:
            problems.append(error.sentence)
    rows = {
        one.of: tuple(_read(one, sent, problems)) for one in ROWS if way in one.ways
    }
    if problems:
        raise InvalidError("\n".join(problems))
    return Said(values, dates, way, **rows)


def drawn(
    said: Said,
    request: SignedInRequest,
    course: Course,
    *,
    is_sent: bool = False,
    more: str = "",
    is_going: bool = False,
) -> Drawn:
    """Return the form of ``said``, or of what was sent where it could not be read."""
    sent = request.POST if is_sent else None
    values = _values(said, sent)
    cells = {f.name: Cell(f, f.name, values.get(f.name, ""), "") for f in FIELDS}
    categories = [
        (one["slug"], one.get("title") or one["slug"])
        for one in course.policy.get("categories", ())
    ]
    return Drawn(
        about=[cells[name] for name in ABOUT],
        points=[cells[name] for name in (*OF_WAY.get(said.way, ()), *BOTH)],
        paper=[cells[name] for name in PAPER if said.way != PEOPLE],
        is_paper_open=said.way == DOCUMENT or bool(values["documents"]),
        dates=[dating.cell(name, said, course, sent) for name in DATES],
        sessions=[(str(s.unit), _words(s, course)) for s in meetings(course)],
        categories=categories,
        tables=[
            DrawnRows(one, _grid(one, said, sent, more))
            for one in rows_for(said.way, values["kind"], said)
        ],
    )


def _words(session: Session, course: Course) -> str:
    local = session.starts_at.astimezone(ZoneInfo(course.timezone))
    return f"{session.unit}: {session.title or 'session'}, {local:%-d %b %Y %H:%M}"


def _fields(way: str) -> tuple[Field, ...]:
    paper = PAPER if way != PEOPLE else ()
    names = {*ABOUT, *BOTH, *OF_WAY.get(way, ()), *paper}
    return tuple(field for field in FIELDS if field.name in names)


def _given(sent: QueryDict) -> dict[str, str]:
    return {field.name: sent.get(field.name, "") for field in FIELDS}


def _values(said: Said, sent: QueryDict | None) -> dict[str, str]:
    if sent is not None:
        return _given(sent)
    found = {name: typed(value) for name, value in said.values.items()}
    return {f.name: found.get(f.name) or f.first for f in FIELDS}


def _read(rows: Rows, sent: QueryDict, problems: list[str]) -> Iterator[Table]:
    given = rows_sent(rows.prefix, rows.fields, sent)
    for one in rows_of(rows.fields, given, what=rows.word):
        if isinstance(one, str):
            problems.append(one)
        else:
            yield one


def _grid(rows: Rows, said: Said, sent: QueryDict | None, more: str) -> Grid:
    if sent is not None:
        given = rows_sent(rows.prefix, rows.fields, sent)
    else:
        given = [
            {f.name: typed(row.get(f.name)) for f in rows.fields}
            for row in getattr(said, rows.of)
        ]
    is_more = more == rows.prefix
    many = MORE if is_more else rows.blanks
    return grid_of(
        rows.prefix, rows.fields, given, word=rows.word, blanks=many, is_more=is_more
    )
