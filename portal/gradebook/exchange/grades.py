"""The grades that go into a file, whatever its shape."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from portal.gradebook import stored
from portal.gradebook.exchange.receipts import Key, Receipt
from portal.gradebook.selectors.columns import Column
from portal.gradebook.selectors.stored import StoredRow, StoredTable


@dataclass(frozen=True)
class Item:
    """One column of the file."""

    slug: str
    title: str
    max_points: float
    is_released: bool

    @property
    def name(self) -> str:
        return f"{self.slug}: {self.title}"


@dataclass(frozen=True)
class Got:
    """One grade; ``points`` is None where there is none, or it is not to be told."""

    points: float | None = None
    is_excused: bool = False
    is_incomplete: bool = False
    is_late: bool = False
    received_at: datetime | None = None  # where receipts were asked for
    late_by: timedelta = timedelta()

    @property
    def state(self) -> str:
        said = {
            "excused": self.is_excused,
            "incomplete": self.is_incomplete,
            "late": self.is_late,
        }
        return ", ".join(word for word, holds in said.items() if holds)


@dataclass(frozen=True)
class Person:
    """One student with their grades in the order of the items."""

    name: str
    email: str
    section: str
    grades: tuple[Got, ...]
    total: float | None
    letter: str

    @property
    def first(self) -> str:
        """Return all names but the last; programs that want two get them so."""
        return self.name.rpartition(" ")[0]

    @property
    def last(self) -> str:
        return self.name.rpartition(" ")[2]


@dataclass(frozen=True)
class Grades:
    """A class with its grades."""

    items: tuple[Item, ...]
    people: tuple[Person, ...]
    has_totals: bool


def grades_of(
    table: StoredTable,
    *,
    only_released: bool,
    receipts: Mapping[Key, Receipt] | None = None,
) -> Grades:
    """Return the class's grades; of what is not released nothing, if so asked.

    A total tells of all that is in it, so it comes only where all of that may be told.
    """
    columns = table.head.columns
    told = [not only_released or column.is_released for column in columns]
    has_totals = all(told)
    asked = _Asked(columns, tuple(told), has_totals, receipts or {})
    return Grades(
        tuple(_item(column) for column in columns),
        tuple(_person(row, asked) for row in table.rows),
        has_totals,
    )


def number(value: float | None) -> float | int | None:
    """Return points as files have them: whole where they are, else four decimals."""
    if value is None:
        return None
    short = round(value, 4)
    return int(short) if short == int(short) else short


def _item(column: Column) -> Item:
    return Item(
        column.assignment.slug, column.title, column.max_points, column.is_released
    )


@dataclass(frozen=True)
class _Asked:
    """What of each row is told."""

    columns: tuple[Column, ...]
    told: tuple[bool, ...]
    has_totals: bool
    receipts: Mapping[Key, Receipt] = field(default_factory=dict)


def _person(row: StoredRow, asked: _Asked) -> Person:
    return Person(
        name=row.name or row.email,
        email=row.email,
        section=row.section or "",
        grades=tuple(
            _got(row, place, cell, asked) for place, cell in enumerate(row.cells)
        ),
        total=row.rounded if asked.has_totals else None,
        letter=row.letter if asked.has_totals else "",
    )


def _got(row: StoredRow, place: int, cell: stored.Stored, asked: _Asked) -> Got:
    marks = cell[stored.MARKS]
    if not asked.told[place] and not marks & stored.ALONE:
        return Got()
    assignment = asked.columns[place].assignment.pk
    receipt = asked.receipts.get((row.enrollment, assignment, cell[stored.NUMBER]))
    return Got(
        cell[stored.POINTS],
        is_excused=bool(marks & stored.EXCUSED),
        is_incomplete=bool(marks & stored.INCOMPLETE),
        is_late=bool(marks & stored.LATE),
        received_at=receipt.received_at if receipt else None,
        late_by=receipt.late_by if receipt else timedelta(),
    )
