"""The dates of an assignment's form: a time, or a session and how far from it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from portal.courses.models import Course
from portal.lib.errors import InvalidError
from portal.setup.handmade import Said
from portal.setup.handmade.fields import DATE_LABELS
from portal.setup.tables import Field, row_of, typed, wall


@dataclass(frozen=True)
class DateCell:
    """One date as it is asked: a time, or a session and how far from it."""

    name: str
    label: str
    at: str
    session: str
    offset: str


def read(name: str, sent: QueryDict, course: Course) -> dict[str, Any]:
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
    at_wall: datetime = row_of((field,), {name: at}, where="")[name]
    return {name: wall(at_wall, -course.shift_days)}


def cell(name: str, said: Said, course: Course, sent: QueryDict | None) -> DateCell:
    """Return the date as the form asks it, of what was said or of what was sent."""
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
