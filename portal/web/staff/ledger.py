"""The gradebook's table as it is shown: filtered, grouped, with medians."""

import statistics
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from portal.gradebook.selectors import Cell, Column, Row, Table
from portal.web import formats

PASS = 60.0


@dataclass(frozen=True)
class Head:
    """A column's head; ``is_group`` where another category begins."""

    column: Column
    is_group: bool


@dataclass(frozen=True)
class Box:
    """One cell with the column it belongs to."""

    cell: Cell
    is_group: bool
    title: str


@dataclass(frozen=True)
class Person:
    """One row: the student and their cells."""

    row: Row
    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Chip:
    """One filter with how many it leaves."""

    word: str
    count: int
    query: str
    is_on: bool


@dataclass(frozen=True)
class Book:
    """What ``staff/gradebook.html`` needs."""

    heads: tuple[Head, ...]
    people: tuple[Person, ...]
    medians: tuple[str, ...]
    median_total: str
    chips: tuple[Chip, ...]
    search: str
    only: str
    count: int
    weights: str
    unreleased: int
    overrides: int
    excused: int


FILTERS: Mapping[str, tuple[str, Callable[[Row], bool]]] = {
    "": ("All", lambda row: True),
    "missing": (
        "Something missing",
        lambda row: any(_is_missing(c) for c in row.cells),
    ),
    "late": ("Late", lambda row: any(c.is_late for c in row.cells)),
    "override": ("Override", lambda row: any(c.grade.is_override for c in row.cells)),
    "below": (
        f"Below {PASS:.0f}",
        lambda row: row.total is not None and row.total < PASS,
    ),
}


def book_of(table: Table, asked: Mapping[str, str]) -> Book:
    """Return the book as asked for: ``q`` is a name, ``only`` one of FILTERS."""
    search = asked.get("q", "").strip()
    only = asked.get("only", "") if asked.get("only", "") in FILTERS else ""
    found = [row for row in table.rows if _matches(row, search)]
    rows = [row for row in found if FILTERS[only][1](row)]
    heads = tuple(_heads(table.columns))
    cells = [cell for row in table.rows for cell in row.cells]
    return Book(
        heads=heads,
        people=tuple(Person(row, _boxes(row, heads)) for row in rows),
        medians=tuple(
            _median(row.cells[n].grade.points for row in rows)
            for n in range(len(heads))
        ),
        median_total=_median(row.total for row in rows),
        chips=tuple(_chips(found, search, only)),
        search=search,
        only=only,
        count=len(table.rows),
        weights=_weights(table),
        unreleased=sum(not head.column.is_released for head in heads),
        overrides=sum(cell.grade.is_override for cell in cells),
        excused=sum(cell.grade.is_excused for cell in cells),
    )


def _is_missing(cell: Cell) -> bool:
    if cell.is_missing and not cell.grade.is_override:
        return not cell.grade.is_excused
    return cell.grade.points is None and not cell.grade.is_excused


def _matches(row: Row, search: str) -> bool:
    user = row.enrollment.user
    return search.casefold() in f"{user.name} {user.email}".casefold()


def _heads(columns: Sequence[Column]) -> Iterable[Head]:
    before = None
    for column in columns:
        yield Head(column, before is not None and column.category != before)
        before = column.category


def _boxes(row: Row, heads: Sequence[Head]) -> tuple[Box, ...]:
    return tuple(
        Box(cell, head.is_group, head.column.title)
        for cell, head in zip(row.cells, heads, strict=True)
    )


def _median(values: Iterable[float | None]) -> str:
    there = [value for value in values if value is not None]
    return formats.points(statistics.median(there)) if there else formats.NONE


def _chips(rows: Sequence[Row], search: str, only: str) -> Iterable[Chip]:
    for name, (word, fits) in FILTERS.items():
        asked = {"q": search, "only": name}
        query = urlencode({key: value for key, value in asked.items() if value})
        yield Chip(word, sum(fits(row) for row in rows), query, name == only)


def _weights(table: Table) -> str:
    said = [
        f"{c.title or c.slug} {formats.maximum(c.weight)}" for c in table.categories
    ]
    return ", ".join(said)
