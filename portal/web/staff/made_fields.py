"""The fields of an assignment's form: drawn from what was said, and read back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.http import QueryDict

from portal.assignments.models import Assignment
from portal.courses.models import Course, Session
from portal.courses.selectors import meetings
from portal.lib.errors import InvalidError
from portal.setup.handmade import DATES, FIELDS, PARTS, QUESTIONS, Said
from portal.setup.handmade.fields import DATE_LABELS, DOCUMENT, FORM, PEOPLE
from portal.setup.tables import Field, Given, row_of, rows_of, typed, wall
from portal.web.requests import SignedInRequest
from portal.web.staff.grid import Cell, Grid, grid_of, rows_sent

ABOUT = ("title", "slug", "kind", "category", "text")
BOTH = ("pass_mark", "team_min", "team_max")
OF_WAY = {
    PEOPLE: ("points",),
    FORM: ("filled", "right", "points", "shuffle", "per_day", "counts"),
    DOCUMENT: ("headings", "headed", "max_pages", "points", "per_day", "counts"),
}
MORE = 10


@dataclass(frozen=True)
class DateCell:
    """One date as it is asked: a time, or a session and how far from it."""

    name: str
    label: str
    at: str
    session: str
    offset: str


@dataclass(frozen=True)
class Drawn:
    """All that the form shows."""

    about: list[Cell]
    points: list[Cell]
    dates: list[DateCell]
    sessions: list[tuple[str, str]]
    categories: list[tuple[str, str]]
    parts: Grid | None
    questions: Grid | None


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
            dates |= _date(name, sent, course)
        except InvalidError as error:
            problems.append(error.sentence)
    parts = _rows("part", PARTS, sent, "Part", problems)
    questions = _rows("q", QUESTIONS, sent, "Question", problems)
    if problems:
        raise InvalidError("\n".join(problems))
    return Said(values, dates, way, parts, questions)


def drawn(
    said: Said,
    request: SignedInRequest,
    course: Course,
    *,
    is_sent: bool = False,
    more: bool = False,
    is_going: bool = False,
) -> Drawn:
    """Return the form of ``said``, or of what was sent where it could not be read."""
    values = _values(said, request.POST if is_sent else None)
    cells = {f.name: Cell(f, f.name, values.get(f.name, ""), "") for f in FIELDS}
    sessions = [
        (str(one.unit), _session_words(one, course)) for one in meetings(course)
    ]
    categories = [
        (one["slug"], one.get("title") or one["slug"])
        for one in course.policy.get("categories", ())
    ]
    sent = request.POST if is_sent else None
    blanks = MORE if more else 3
    return Drawn(
        about=[cells[name] for name in ABOUT],
        points=[cells[name] for name in (*OF_WAY.get(said.way, ()), *BOTH)],
        dates=[_date_cell(name, said, course, sent) for name in DATES],
        sessions=sessions,
        categories=categories,
        parts=_grid("part", PARTS, said.parts, sent, "Part", blanks)
        if said.way == PEOPLE
        else None,
        questions=_grid("q", QUESTIONS, said.questions, sent, "Question", blanks)
        if said.way == FORM
        else None,
    )


def _session_words(session: Session, course: Course) -> str:
    local = session.starts_at.astimezone(ZoneInfo(course.timezone))
    return f"{session.unit}: {session.title or 'session'}, {local:%-d %b %Y %H:%M}"


def _fields(way: str) -> tuple[Field, ...]:
    names = {*ABOUT, *BOTH, *OF_WAY.get(way, ())}
    return tuple(field for field in FIELDS if field.name in names)


def _given(sent: QueryDict) -> dict[str, str]:
    return {field.name: sent.get(field.name, "") for field in FIELDS}


def _values(said: Said, sent: QueryDict | None) -> dict[str, str]:
    if sent is not None:
        return _given(sent)
    found = {name: typed(value) for name, value in said.values.items()}
    return {f.name: found.get(f.name) or f.first for f in FIELDS}


def _rows(
    prefix: str,
    fields: tuple[Field, ...],
    sent: QueryDict,
    word: str,
    problems: list[str],
) -> tuple[dict[str, Any], ...]:
    read = list(rows_of(fields, rows_sent(prefix, fields, sent), what=word))
    problems += [one for one in read if isinstance(one, str)]
    return tuple(one for one in read if not isinstance(one, str))


def _grid(
    prefix: str,
    fields: tuple[Field, ...],
    rows: tuple[Mapping[str, Any], ...],
    sent: QueryDict | None,
    word: str,
    blanks: int,
) -> Grid:
    given: list[Given] = [
        {f.name: typed(row.get(f.name)) for f in fields} for row in rows
    ]
    if sent is not None:
        given = rows_sent(prefix, fields, sent)
    return grid_of(prefix, fields, given, word=word, blanks=blanks)


def _date(name: str, sent: QueryDict, course: Course) -> dict[str, Any]:
    """Return the date as the file has it: the folder's, before the term was moved."""
    at, session, offset = (
        sent.get(f"{name}-{part}", "").strip() for part in ("at", "session", "offset")
    )
    label = DATE_LABELS[name]
    if at and session:
        raise InvalidError(f"{label}: give a time or a session, not both.")
    if offset and not session:
        raise InvalidError(f"{label}: {offset!r} from which session? Choose one.")
    if session:
        hangs = {"session": int(session)} if session.isdecimal() else {}
        return {name: {**hangs, **({"offset": offset} if offset else {})}}
    if not at:
        return {}
    field = Field(name, label, "time")
    read: datetime = row_of((field,), {name: at}, where="")[name]
    return {name: wall(read, -course.shift_days)}


def _date_cell(
    name: str, said: Said, course: Course, sent: QueryDict | None
) -> DateCell:
    label = DATE_LABELS[name]
    if sent is not None:
        parts = (sent.get(f"{name}-{p}", "") for p in ("at", "session", "offset"))
        return DateCell(name, label, *parts)
    date = said.dates.get(name)
    if isinstance(date, datetime):
        return DateCell(name, label, typed(wall(date, course.shift_days)), "", "")
    hangs = date or {}
    unit = str(hangs.get("session", ""))
    return DateCell(name, label, "", unit, str(hangs.get("offset", "")))
