"""Rows of fields in a form: drawn from values, and read back from what was sent."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from portal.setup.tables import MOST_ROWS, Field, Given, is_blank

BLANKS = 3


@dataclass(frozen=True)
class Cell:
    """One field of one row; ``name`` is that of its input."""

    field: Field
    name: str
    value: str
    row: str  # what the row is called, for who does not see it


@dataclass(frozen=True)
class GridRow:
    """One row of a form."""

    title: str
    cells: tuple[Cell, ...]
    rare: tuple[Cell, ...]  # folded away while they say nothing
    hidden: tuple[Cell, ...]
    remove: str  # the name of the box that takes it out

    @property
    def says_rare(self) -> bool:
        return any(cell.value not in ("", cell.field.first) for cell in self.rare)


@dataclass(frozen=True)
class Grid:
    """Rows as a form shows them; ``count`` goes along with it."""

    prefix: str
    rows: tuple[GridRow, ...]
    focus: str = ""  # the field to go on in, after more rows were asked for

    @property
    def count(self) -> int:
        return len(self.rows)


def grid_of(
    prefix: str,
    fields: tuple[Field, ...],
    rows: list[Given],
    *,
    word: str,
    blanks: int = BLANKS,
    is_more: bool = False,
) -> Grid:
    """Draw the rows, and empty ones below them."""
    listed = [*rows, *({} for _ in range(blanks))][:MOST_ROWS]
    return Grid(
        prefix,
        tuple(_row(prefix, fields, n, row, word) for n, row in enumerate(listed)),
        f"{prefix}-{len(rows)}-{fields[0].name}" if is_more else "",
    )


def rows_sent(prefix: str, fields: tuple[Field, ...], sent: QueryDict) -> list[Given]:
    """Return the rows that came and say anything, without those taken out."""
    count = sent.get(f"{prefix}-count", "0")
    many = min(int(count), MOST_ROWS) if count.isdecimal() else 0
    rows: list[Given] = [
        {f.name: sent.get(f"{prefix}-{n}-{f.name}", "") for f in fields}
        for n in range(many)
        if not sent.get(f"{prefix}-{n}-remove")
    ]
    return [row for row in rows if not is_blank(fields, row)]


def _row(
    prefix: str, fields: tuple[Field, ...], n: int, row: Mapping[str, str], word: str
) -> GridRow:
    title = f"{word} {n + 1}"
    cells = tuple(
        Cell(f, f"{prefix}-{n}-{f.name}", row.get(f.name) or f.first, title)
        for f in fields
    )
    return GridRow(
        title,
        tuple(cell for cell in cells if cell.field.label and not cell.field.is_rare),
        tuple(cell for cell in cells if cell.field.is_rare),
        tuple(cell for cell in cells if not cell.field.label),
        f"{prefix}-{n}-remove" if row else "",
    )
