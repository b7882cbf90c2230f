"""Reads grades from the files of other programs: whose, of what, how many points."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.gradebook.exchange import canvas
from portal.gradebook.exchange.heads import columns_in, email_place
from portal.lib.spreadsheets import read_rows, separator_of, text_of

NOTHING = ("", "-", "–", "N/A")
# Half of the world writes 92,5; nobody a thousand as 1,00 or 0,125.
COMMA = re.compile(r"-?(\d+,(\d{1,2}|\d{4,})|0,\d+)", re.ASCII)
COMMA_FOR_SURE = re.compile(r"-?\d+,\d+", re.ASCII)
NUMBER = re.compile(r"-?(\d{1,12}(\.\d*)?|\.\d+)(e-\d{1,2})?", re.ASCII | re.IGNORECASE)
LEAST_ROUNDED = 2  # decimals; with fewer a number is meant as it stands


@dataclass(frozen=True)
class Entry:
    """One grade of the file; ``points`` None excuses.

    ``rounded_by`` is how far a program that rounds may have moved it.
    """

    line: int
    email: str
    slug: str
    points: float | None
    rounded_by: float = 0.0


@dataclass(frozen=True)
class ReadGrades:
    """What a file says; ``problems`` are sentences that name the line."""

    entries: tuple[Entry, ...]
    unknown: tuple[str, ...]  # columns that are no assignment here
    problems: tuple[str, ...]


def read_grades(content: bytes, titles: Mapping[str, str]) -> ReadGrades:
    """Return the grades of a CSV file; ``titles`` are the course's, by slug.

    Empty is no grade and changes nothing. Of a wrong file InvalidError, of wrong lines
    all problems at once.
    """
    rows = read_rows(content)
    has_commas = separator_of(text_of(content)) == ";"
    head = [name.strip() for name in rows[0][1]]
    place = email_place(head)
    read_only = canvas.read_only_places(values for _, values in rows[1:])
    columns, unknown = columns_in(head, titles, read_only)
    entries: list[Entry] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for line, values in rows[1:]:
        if canvas.is_no_student(values):
            continue
        email = values[place].strip().lower() if place < len(values) else ""
        said = _wrong(values, len(head), email, seen)
        if said:
            problems.append(f"Line {line}: {said}.")
            continue
        seen[email] = line
        for found in _entries(line, email, values, columns, has_commas):
            if isinstance(found, str):
                problems.append(found)
            else:
                entries.append(found)
    return ReadGrades(tuple(entries), tuple(unknown), tuple(problems))


def _wrong(
    values: Sequence[str], columns: int, email: str, seen: Mapping[str, int]
) -> str:
    """Return what is wrong with a row as a whole, or nothing."""
    if len(values) != columns:
        return f"{len(values)} values for {columns} columns"
    if email in seen:
        return f"{email or 'nobody'} is on line {seen[email]} already"
    return ""


def _entries(
    line: int,
    email: str,
    values: Sequence[str],
    columns: Mapping[int, str],
    has_commas: bool,
) -> Iterator[Entry | str]:
    """Yield a row's grades, and a sentence for each that is none."""
    for place, slug in columns.items():
        text = values[place].strip()
        if text in NOTHING:
            continue
        if text.upper() == canvas.EXCUSED:
            yield Entry(line, email, slug, None)
            continue
        number = number_in(text, has_commas=has_commas)
        if number is None:
            yield f"Line {line}, {slug}: {text[:40]!r} is not a number of points."
        else:
            yield Entry(line, email, slug, float(number), _rounded_by(number))


def number_in(text: str, *, has_commas: bool = False) -> str | None:
    """Return a number of points with a decimal point; None where it is none."""
    comma = COMMA_FOR_SURE if has_commas else COMMA
    if comma.fullmatch(text):
        text = text.replace(",", ".")
    return text if NUMBER.fullmatch(text) else None


def _rounded_by(number: str) -> float:
    """Return half of the last place: Canvas and Moodle write two and round."""
    decimals = len(number.partition(".")[2])
    return 0.5 * 10**-decimals if decimals >= LEAST_ROUNDED else 0.0
