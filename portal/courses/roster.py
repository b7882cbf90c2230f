"""A roster file: from bytes to rows, each wrong line named; reads no database."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from portal.accounts.services import clean_email, clean_name
from portal.courses.models import Role
from portal.lib.errors import InvalidError, PortalError
from portal.lib.spreadsheets import plain

COLUMNS = ("email", "name", "role", "section")
NEEDED = ("email", "name", "role")
LARGEST_BYTES = 5 * 2**20
SEPARATORS = (",", ";", "\t")
ENCODINGS = {"": "UTF-8", "utf-8-sig": "UTF-8", "cp1252": "Windows-1252"}


@dataclass(frozen=True)
class RosterRow:
    """One person as the file has them; ``line`` is the line in the file.

    ``section`` is None where the file has no such column: then everybody keeps theirs.
    """

    line: int
    email: str
    name: str
    role: str
    section: str | None = None


class RosterError(InvalidError):
    """What is wrong with a roster file; ``problems`` has one sentence a line."""

    code = "roster_invalid"

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_roster(content: bytes, *, encoding: str = "") -> list[RosterRow]:
    """Return the rows of a CSV file, or raise RosterError with every problem.

    Columns are separated by what the first line has: comma, semicolon or tab. The
    file is UTF-8, or UTF-16 with its mark, unless ``encoding`` says what it is.
    """
    text = _text(content, encoding)
    reader = csv.reader(
        io.StringIO(text, newline=""), strict=True, delimiter=_separator(text)
    )
    problems: list[str] = []
    rows: list[RosterRow] = []
    try:
        columns = _columns(next(reader, []))
        for values in reader:
            if any(value.strip() for value in values):
                _add(rows, problems, reader.line_num, columns, values)
    except csv.Error as error:
        problems.append(f"Line {reader.line_num}: not CSV: {error}.")
    problems.extend(_twice(rows))
    if not rows and not problems:
        problems.append("The file has no people in it.")
    if problems:
        raise RosterError(sorted(problems, key=_line_of))
    return rows


def _text(content: bytes, encoding: str) -> str:
    if len(content) > LARGEST_BYTES:
        raise RosterError([f"The file is larger than {LARGEST_BYTES // 2**20} MiB."])
    if encoding and encoding not in ENCODINGS:
        raise RosterError([f"{encoding!r} is no encoding that is read here."])
    is_wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    named = "utf-16" if is_wide else encoding or "utf-8-sig"
    try:
        text = content.decode(named)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RosterError(
            [
                f"Line {line}: not {ENCODINGS.get(encoding, 'UTF-8')}; save the file "
                "as UTF-8, or say how it was saved (Windows-1252, perhaps)."
            ]
        ) from error
    if "\0" in text:
        raise RosterError(["The file has zero bytes in it: it is no CSV file."])
    return text


def _separator(text: str) -> str:
    """Return what parts the first line into the most columns we know; a comma first."""
    header = text.partition("\n")[0].lower()

    def known(mark: str) -> int:
        cells = (cell.strip(' \r"') for cell in header.split(mark))
        return sum(cell in COLUMNS for cell in cells)

    return max(SEPARATORS, key=known)


def _columns(header: list[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    problems = [
        f"Line 1: the column {n!r} is missing." for n in NEEDED if n not in names
    ]
    for name in dict.fromkeys(names):
        if name not in COLUMNS:
            allowed = ", ".join(COLUMNS)
            problems.append(f"Line 1: unknown column {name!r}; allowed: {allowed}.")
        elif names.count(name) > 1:
            problems.append(f"Line 1: the column {name!r} is there twice.")
    if problems:
        raise RosterError(problems)
    return names


def _add(
    rows: list[RosterRow],
    problems: list[str],
    line: int,
    columns: list[str],
    values: list[str],
) -> None:
    if len(values) != len(columns):
        problems.append(
            f"Line {line}: {len(values)} values for {len(columns)} columns."
        )
        return
    cells = {c: plain(v.strip()) for c, v in zip(columns, values, strict=True)}
    try:
        rows.append(_row(line, cells))
    except PortalError as error:
        problems.append(f"Line {line}: {error.sentence}")


def _row(line: int, cells: dict[str, str]) -> RosterRow:
    role = cells["role"].lower()
    if role not in Role.values:
        allowed = ", ".join(Role.values)
        raise InvalidError(f"{cells['role']!r} is no role; allowed: {allowed}.")
    section = cells.get("section")
    if section and (len(section) > 64 or not section.isprintable()):
        raise InvalidError("A section's name has at most 64 characters.")
    return RosterRow(
        line=line,
        email=clean_email(cells["email"]),
        name=clean_name(cells["name"]),
        role=role,
        section=section,
    )


def _line_of(problem: str) -> int:
    """Return the number of the line that a sentence begins with, else 0."""
    number = problem.removeprefix("Line ").partition(":")[0]
    return int(number) if number.isdecimal() else 0


def _twice(rows: list[RosterRow]) -> Iterator[str]:
    first: dict[str, int] = {}
    for row in rows:
        if row.email in first:
            yield f"Line {row.line}: {row.email} is on line {first[row.email]} already."
        first.setdefault(row.email, row.line)
