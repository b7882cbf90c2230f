"""Writes titles and dates that staff gave in the browser into an assignment's file."""

import tomllib
from collections.abc import Collection, Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import tomli_w

from graders.spec import When, when_from_json
from graders.spec.dates import instant, shifted
from portal.assignments.dates import DATE_FIELDS, Term
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_overrides

Table = dict[str, Any]
ABOUT = "assignment.toml"
MINUTE = timedelta(minutes=1)


def write_overrides(
    assignment: Assignment, folder: Path, *, term: Term, units: Collection[int]
) -> None:
    """Let the file in ``folder`` say what staff gave; without any it stays as it is.

    ``units`` are the sessions the course still has: what hangs on another becomes the
    date that it is. A fixed date is written as it was before the term was moved.
    """
    given = {name: line.value for name, line in current_overrides(assignment).items()}
    if not given:
        return
    about = tomllib.loads((folder / ABOUT).read_text("utf-8"))
    about["assignment"] |= dict(_said(given, term, units))
    (folder / ABOUT).write_text(tomli_w.dumps(about), "utf-8")


def _said(
    given: Mapping[str, Any], term: Term, units: Collection[int]
) -> Iterator[tuple[str, Any]]:
    for name, value in given.items():
        when = when_from_json(value) if name in DATE_FIELDS else None
        yield name, value if when is None else _date(when, term, units)


def _date(when: When, term: Term, units: Collection[int]) -> Any:
    offset = _offset(when)
    if when.session in units and offset is not None:
        hangs = {"session": when.session}
        return {**hangs, "offset": offset} if offset else hangs
    at = instant(when, sessions=term.sessions, zone=term.zone)
    local = at.astimezone(term.zone).replace(tzinfo=None, fold=0)
    return shifted(local, -term.shift_days)


def _offset(when: When) -> str | None:
    """Return it as a file has it; None where no file can say it."""
    minutes, seconds = divmod(abs(when.offset), MINUTE)
    ways = {when.days < 0} if when.days else set()
    ways |= {when.offset < timedelta(0)} if when.offset else set()
    if seconds or len(ways) > 1:
        return None
    parts = f"{abs(when.days)}d" if when.days else ""
    parts += f"{minutes}m" if minutes else ""
    return f"-{parts}" if True in ways else parts
