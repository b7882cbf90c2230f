"""A class on paper: rows of cells, and what a teacher makes of them."""

import re
from dataclasses import dataclass
from datetime import timedelta

WORK = re.compile(r"([\d.]+)(!?)(?:\+(\w+))?(?:\^(\w+))?")
CELL = re.compile(r"([^=&]*)(?:=([\d.]+))?(?:&(-?[\d.]+))?")
LENGTH = re.compile(r"(\d+)([dhms])")
UNITS = {"d": "days", "h": "hours", "m": "minutes", "s": "seconds"}


@dataclass(frozen=True)
class Student:
    """One row. ``parts`` are what each category gives of the course, in percent points.

    A category in which nothing counts is None there: the others share its weight.
    """

    name: str
    cells: str
    parts: tuple[float | None, ...]
    total: float
    more_time: float = 1.0
    letter: str = ""


@dataclass(frozen=True)
class Handed:
    """One submission, as its cell says it."""

    points: float
    has_failed: bool = False
    late: timedelta = timedelta(0)
    extended: timedelta = timedelta(0)


@dataclass(frozen=True)
class Entry:
    """One cell: what came, and what staff said of it."""

    works: tuple[Handed, ...] = ()
    is_excused: bool = False
    set_to: float | None = None
    added: float | None = None


def entries_of(student: Student) -> list[Entry]:
    entries = []
    for cell in columns_of(student.cells):
        text, _, times = cell.partition("*")
        entries += [_entry(text)] * int(times or 1)
    return entries


def columns_of(text: str) -> list[str]:
    return text.replace("|", " ").split()


def _entry(cell: str) -> Entry:
    if cell == "exc":
        return Entry(is_excused=True)
    match = CELL.fullmatch(cell)
    assert match, cell
    works, set_to, added = match.groups()
    handed = () if works in ("-", "") else tuple(map(_work, works.split(",")))
    return Entry(
        handed,
        set_to=None if set_to is None else float(set_to),
        added=None if added is None else float(added),
    )


def _work(text: str) -> Handed:
    match = WORK.fullmatch(text)
    assert match, text
    points, failed, late, extended = match.groups()
    return Handed(float(points), bool(failed), _length(late), _length(extended))


def _length(text: str | None) -> timedelta:
    found = {UNITS[unit]: int(count) for count, unit in LENGTH.findall(text or "")}
    return timedelta(**found)
