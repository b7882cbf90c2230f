"""The gradebook's table as it is shown: filtered, sorted, with medians."""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from natsort import natsorted

from portal.gradebook import stored
from portal.gradebook.selectors import Column, StoredRow, StoredTable
from portal.web import formats
from portal.web.staff.asked import STATES, WITHOUT, Asked, Order, kind_of
from portal.web.staff.faces import Faces, counted
from portal.web.staff.widths import width_of

NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Head:
    """A column's head: sorts by its name, leads to the column by its points."""

    column: Column
    place: int  # in a row's cells
    is_group: bool  # another category begins
    width: str  # the class that all cells of the column have
    sort: Order
    url: str

    @property
    def slug(self) -> str:
        return self.column.assignment.slug

    @property
    def title(self) -> str:
        return self.column.title

    @property
    def key(self) -> str:
        return str(self.column.assignment.public_id)

    @property
    def points(self) -> str:
        return formats.maximum(self.column.max_points)

    @property
    def is_released(self) -> bool:
        return self.column.is_released

    @property
    def label(self) -> str:
        hidden = "" if self.is_released else ", not released"
        return f"{self.points} points{hidden}: {self.slug}"

    @property
    def css(self) -> SafeString:
        """Return the attribute that every cell of the column has, or nothing."""
        names = [*(["group"] if self.is_group else []), *filter(None, [self.width])]
        said = f' class="{" ".join(names)}"' if names else ""
        return mark_safe(said)  # noqa: S308 - words of ours


@dataclass(frozen=True)
class Chip:
    """One filter with how many it leaves."""

    word: str
    count: int
    query: str
    is_on: bool


@dataclass(frozen=True)
class Totals:
    """Of the whole class, whoever is shown."""

    students: int
    overrides: int
    excused: int
    unreleased: int


@dataclass(frozen=True)
class Book:
    """What ``staff/gradebook.html`` and ``staff/grid.jinja`` need."""

    asked: Asked
    heads: tuple[Head, ...]
    people: list[StoredRow]
    medians: tuple[str, ...]
    median_total: str
    chips: tuple[Chip, ...]
    sections: tuple[str, ...]
    team_names: tuple[str, ...]
    hidden: tuple[str, ...]
    weights: str
    totals: Totals

    @property
    def by_name(self) -> Order:
        return self.asked.order("name", is_up_first=True)

    @property
    def by_total(self) -> Order:
        return self.asked.order("total")

    @cached_property
    def cells_url(self) -> str:
        """Return a cell's address with words where its two ids go."""
        url = reverse("staff:cell", args=[NOBODY, NOBODY])
        return url.replace(str(NOBODY), "ENROLLMENT", 1).replace(
            str(NOBODY), "ASSIGNMENT"
        )

    @cached_property
    def bodies(self) -> SafeString:
        """Return everybody's row, drawn, in bodies of a table."""
        places = [(head.place, head.css) for head in self.heads]
        grades_url = reverse("staff:grades", args=[NOBODY])
        return Faces(places, grades_url.partition(str(NOBODY))[0]).bodies(self.people)


def book_of(table: StoredTable, asked: Asked, hidden: Sequence[str]) -> Book:
    """Return the book as asked for, without the columns somebody hid."""
    columns = table.head.columns
    found = asked.found(table.rows)
    people = asked.ordered(asked.fitting(found), columns)
    heads = tuple(_heads(columns, people, asked, hidden))
    return Book(
        asked=asked,
        heads=heads,
        people=people,
        medians=tuple(_medians(people, heads)),
        median_total=_median(row.rounded for row in people),
        chips=tuple(_chips(found, asked)),
        sections=_sections(table.rows),
        team_names=tuple(sorted({t for names in asked.teams.values() for t in names})),
        hidden=tuple(hidden),
        weights=_weights(table),
        totals=_totals(table),
    )


def _heads(
    columns: Sequence[Column],
    people: Sequence[StoredRow],
    asked: Asked,
    hidden: Sequence[str],
) -> Iterable[Head]:
    before = None
    begin, _, end = reverse("staff:column", args=[NOBODY]).partition(str(NOBODY))
    marks = [set(one) for one in zip(*(row.marks for row in people), strict=True)]
    for place, column in enumerate(columns):
        slug = column.assignment.slug
        if slug in hidden:
            continue
        is_group = before is not None and column.category != before
        width = width_of(slug, marks[place] if marks else ())
        url = f"{begin}{column.assignment.public_id}{end}"
        yield Head(column, place, is_group, width, asked.order(slug), url)
        before = column.category


def _medians(people: Sequence[StoredRow], heads: Iterable[Head]) -> Iterable[str]:
    columns = list(zip(*(row.points for row in people), strict=True))
    for head in heads:
        yield _median(columns[head.place] if columns else ())


def _median(values: Iterable[float | None]) -> str:
    there = [value for value in values if value is not None]
    return formats.points(statistics.median(there)) if there else formats.NONE


def _chips(rows: Sequence[StoredRow], asked: Asked) -> Iterable[Chip]:
    kinds = Counter(map(kind_of, rows))
    for name, state in STATES.items():
        count = sum(many for kind, many in kinds.items() if state.fits(*kind))
        yield Chip(state.word, count, asked.query(only=name), name == asked.state)


def _sections(rows: Iterable[StoredRow]) -> tuple[str, ...]:
    """Return the sections' names; nothing where there are no two to choose from."""
    names = {row.section for row in rows}
    listed = natsorted(name for name in names if name)
    if None in names and listed:
        listed.append(WITHOUT)
    return tuple(listed)


def _weights(table: StoredTable) -> str:
    said = [
        f"{c.title or c.slug} {formats.maximum(c.weight)}"
        for c in table.head.rules.course.categories
    ]
    return ", ".join(said)


def _totals(table: StoredTable) -> Totals:
    counts = stored.OVERRIDE | stored.EXCUSED
    rows = [row for row in table.rows if row.marked & counts]
    marks = [one for row in rows for one in row.marks]
    return Totals(
        students=len(table.rows),
        overrides=counted(marks, stored.OVERRIDE),
        excused=counted(marks, stored.EXCUSED),
        unreleased=sum(not column.is_released for column in table.head.columns),
    )
