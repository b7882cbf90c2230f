"""A roster file: from bytes to rows, each wrong line named; reads no database."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from portal.accounts.services import clean_email, clean_name
from portal.courses.models import Role
from portal.lib.errors import InvalidError, PortalError

COLUMNS = ("email", "name", "role", "section")
NEEDED = ("email", "name", "role")
LARGEST_BYTES = 5 * 2**20


@dataclass(frozen=True)
class RosterRow:
    """One person as the file has them; ``line`` is the line in the file."""

    line: int
    email: str
    name: str
    role: str
    section: str = ""


class RosterError(InvalidError):
    """What is wrong with a roster file; ``problems`` has one sentence a line."""

    code = "roster_invalid"

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def read_roster(content: bytes) -> list[RosterRow]:
    """Return the rows of a CSV file, or raise RosterError with every problem."""
    reader = csv.reader(io.StringIO(_text(content), newline=""), strict=True)
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
        raise RosterError(problems)
    return rows


def _text(content: bytes) -> str:
    if len(content) > LARGEST_BYTES:
        raise RosterError([f"The file is larger than {LARGEST_BYTES // 2**20} MiB."])
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise RosterError(["The file is UTF-16; save it as CSV in UTF-8."])
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RosterError(
            [f"Line {line}: not UTF-8 (Latin-1, perhaps); save the file as UTF-8."]
        ) from error


def _columns(header: list[str]) -> list[str]:
    names = [name.strip().lower() for name in header]
    if len(names) == 1 and (";" in names[0] or "\t" in names[0]):
        raise RosterError(["Line 1: columns are separated by commas here."])
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
    cells = {c: v.strip() for c, v in zip(columns, values, strict=True)}
    try:
        rows.append(_row(line, cells))
    except PortalError as error:
        problems.append(f"Line {line}: {error.sentence}")


def _row(line: int, cells: dict[str, str]) -> RosterRow:
    role = cells["role"].lower()
    if role not in Role.values:
        allowed = ", ".join(Role.values)
        raise InvalidError(f"{cells['role']!r} is no role; allowed: {allowed}.")
    section = cells.get("section", "")
    if len(section) > 64 or not section.isprintable():
        raise InvalidError("A section's name has at most 64 characters.")
    return RosterRow(
        line=line,
        email=clean_email(cells["email"]),
        name=clean_name(cells["name"]),
        role=role,
        section=section,
    )


def _twice(rows: list[RosterRow]) -> Iterator[str]:
    first: dict[str, int] = {}
    for row in rows:
        if row.email in first:
            yield f"Line {row.line}: {row.email} is on line {first[row.email]} already."
        first.setdefault(row.email, row.line)
