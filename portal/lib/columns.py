"""Reads a CSV file by the names of its columns, each wrong line named."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.lib.errors import InvalidError
from portal.lib.spreadsheets import read_rows


@dataclass(frozen=True)
class Row:
    """One line of a file: what stands in each column, by its name in small letters."""

    line: int
    cells: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        """Return what stands there; nothing where the file has no such column."""
        return self.cells.get(column, "")

    def wrong(self, said: str) -> str:
        """Return a sentence about this line."""
        return f"Line {self.line}: {said}"


def rows_by_column(
    content: bytes,
    needed: Sequence[str],
    also: Collection[str] = (),
    *,
    takes_others: bool = False,
) -> list[Row]:
    """Return the rows of a file that has these columns, in any order.

    InvalidError names every wrong line; a column that nobody knows is one too, unless
    the caller looks at those itself.
    """
    (_, head), *rows = read_rows(content)
    names = [name.strip().lower() for name in head]
    allowed = None if takes_others else (*needed, *also)
    problems = list(_wrong_in_head(names, needed, allowed))
    if problems:
        raise InvalidError("\n".join(problems))
    problems = [
        f"Line {line}: {len(values)} values for {len(names)} columns."
        for line, values in rows
        if len(values) != len(names)
    ]
    if not rows:
        problems.append("The file has a head and nothing below it.")
    if problems:
        raise InvalidError("\n".join(problems))
    return [Row(line, dict(zip(names, values, strict=True))) for line, values in rows]


def _wrong_in_head(
    names: Sequence[str], needed: Sequence[str], allowed: Sequence[str] | None
) -> Iterator[str]:
    for name in needed:
        if name not in names:
            yield f"Line 1: the column {name!r} is missing."
    for name in dict.fromkeys(names):
        if names.count(name) > 1:
            yield f"Line 1: the column {name!r} is there twice."
        if allowed is not None and name not in allowed:
            yield (f"Line 1: unknown column {name!r}; allowed: {', '.join(allowed)}.")
