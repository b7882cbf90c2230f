"""The tables of course.toml as forms have them: fields, rows, and back again."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graders.spec.dates import shifted
from portal.lib.errors import InvalidError

Table = dict[str, Any]
Given = Mapping[str, str]
MOST_ROWS = 100


@dataclass(frozen=True)
class Field:
    """One key: its label, and what may stand in it."""

    name: str
    label: str
    kind: str = "text"  # text, wide, long, number, whole, choice, flag, time, names
    options: tuple[tuple[str, str], ...] = ()
    help: str = ""
    is_needed: bool = False
    width: int = 0  # columns of the form; 0: what is usual for the kind
    phone: int = 12  # columns of the form on a phone
    is_rare: bool = False  # folded away in a row until it says something

    @property
    def first(self) -> str:
        """Return what an empty row shows."""
        return self.options[0][0] if self.options else ""


def typed(value: Any) -> str:
    """Return a value of the file as a form shows it."""
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M}"
    if isinstance(value, list | tuple):
        return ", ".join(str(one) for one in value)
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else str(value)


def row_of(fields: tuple[Field, ...], given: Given, *, where: str) -> Table:
    """Return what a form's row says in the file; InvalidError names what is wrong."""
    row: Table = {}
    for one in fields:
        text = given.get(one.name, "").strip()
        if not text:
            if one.is_needed:
                raise InvalidError(f"{where}{one.label}: say something.")
            continue
        try:
            value = _READ[one.kind](text)
        except ValueError as error:
            raise InvalidError(f"{where}{one.label}: {text[:60]!r} {error}.") from None
        if value is not False:
            row[one.name] = value
    return row


def rows_of(
    fields: tuple[Field, ...], rows: list[Given], *, what: str
) -> Iterator[Table | str]:
    """Yield a table for each row that says anything, or what is wrong with it."""
    for number, given in enumerate(rows, start=1):
        if not is_blank(fields, given):
            try:
                yield row_of(fields, given, where=f"{what} {number}, ")
            except InvalidError as error:
                yield error.sentence


def is_blank(fields: tuple[Field, ...], given: Given) -> bool:
    """Say whether a row was left as it was when it was empty."""
    return all(given.get(f.name, "").strip() in ("", f.first) for f in fields)


def wall(at: datetime, days: int) -> datetime:
    """Return a wall clock's time as many days later."""
    return shifted(at, days)


def _number(text: str) -> float | int:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        raise ValueError("is not a number") from None
    return int(value) if value == value // 1 else value


def _whole(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise ValueError("is not a whole number") from None


def _time(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is not None or len(text) < 16:
        raise ValueError("is not a date and time, such as 2026-09-30T18:30")
    return at


def _names(text: str) -> list[str]:
    return [one.strip() for one in text.split(",") if one.strip()]


_READ: dict[str, Callable[[str], Any]] = {
    "text": lambda text: " ".join(text.split()),
    "wide": lambda text: " ".join(text.split()),
    "long": lambda text: text.replace("\r\n", "\n"),
    "number": _number,
    "whole": _whole,
    "choice": str,
    "flag": lambda text: text == "yes",
    "time": _time,
    "names": _names,
}
