"""Reads grades from the files of other programs: whose, of what, how many points."""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from portal.gradebook.exchange import canvas, gradescope, moodle
from portal.gradebook.exchange.plain import SUFFIX_STATE
from portal.lib.errors import InvalidError
from portal.lib.spreadsheets import read_rows

EMAILS = ("email", "email address", "e-mail", "sis login id")
NOT_GRADES = frozenset(
    name.lower()
    for name in (
        *canvas.PEOPLE,
        *moodle.PEOPLE,
        *gradescope.PEOPLE,
        moodle.EMAIL,
        moodle.TOTAL,
        *("name", "section", "total", "letter", "Last downloaded from this course"),
    )
)
NOTHING = ("", "-", "–", "N/A")
# Rows that Canvas writes beside those of students.
TEST_STUDENT = "student, test"
MANUAL = "manual posting"
CANVAS_ID = re.compile(r"\s*\(\d+\)$")
MOODLE_KIND = re.compile(r"^(Assignment|Quiz|Workshop|Lesson|Forum|SCORM package): ")
DECIMAL_COMMA = re.compile(r"\d+,\d{1,2}")
OWN_POINTS = re.compile(r"\s*\([0-9.e+]+(, not released)?\)$")


@dataclass(frozen=True)
class Entry:
    """One grade of the file; ``points`` None excuses."""

    line: int
    email: str
    slug: str
    points: float | None


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
    head = [name.strip() for name in rows[0][1]]
    place = _email_place(head)
    columns, unknown = _columns(head, titles)
    entries: list[Entry] = []
    problems: list[str] = []
    seen: dict[str, int] = {}
    for line, values in rows[1:]:
        if _is_no_student(values):
            continue
        if len(values) != len(head):
            said = f"{len(values)} values for {len(head)} columns"
            problems.append(f"Line {line}: {said}.")
            continue
        email = values[place].strip().lower()
        if email in seen:
            problems.append(
                f"Line {line}: {email or 'nobody'} is on line {seen[email]} already."
            )
            continue
        seen[email] = line
        for found in _entries(line, email, values, columns):
            if isinstance(found, str):
                problems.append(found)
            else:
                entries.append(found)
    return ReadGrades(tuple(entries), tuple(unknown), tuple(problems))


def _is_no_student(values: Sequence[str]) -> bool:
    """Say whether Canvas wrote this row of its own accord."""
    first = values[0].strip().lower()
    own = (canvas.POSSIBLE.lower(), TEST_STUDENT)
    return first in own or MANUAL in (v.lower() for v in values if not first)


def _email_place(head: Sequence[str]) -> int:
    names = [name.lower() for name in head]
    for name in EMAILS:
        if name in names:
            return names.index(name)
    raise InvalidError(
        "Line 1: no column says whose grades these are; one is called 'Email', "
        "'Email address' or 'SIS Login ID'."
    )


def _columns(
    head: Sequence[str], titles: Mapping[str, str]
) -> tuple[dict[int, str], list[str]]:
    """Return the slug of each column of grades, and the names nothing is called."""
    known = {slug.lower(): slug for slug in titles}
    known |= {title.lower(): slug for slug, title in titles.items()}
    known |= {f"{slug}: {title}".lower(): slug for slug, title in titles.items()}
    columns: dict[int, str] = {}
    unknown = []
    for place, name in enumerate(head):
        if _is_beside(name):
            continue
        slug = known.get(_bare(name).lower())
        if slug is None:
            unknown.append(name)
        elif slug in columns.values():
            raise InvalidError(f"Line 1: {name!r} is there twice.")
        else:
            columns[place] = slug
    if not columns:
        raise InvalidError(
            "Line 1: no column is called like an assignment of this course."
        )
    return columns, unknown


def _is_beside(name: str) -> bool:
    return (
        not name
        or name.lower() in NOT_GRADES
        or name.lower() in EMAILS
        or name.endswith((*gradescope.BESIDE, SUFFIX_STATE))
    )


def _bare(name: str) -> str:
    """Return the name without what programs put around it."""
    if name.endswith(moodle.AFTER):
        name = MOODLE_KIND.sub("", name.removesuffix(moodle.AFTER))
    return CANVAS_ID.sub("", OWN_POINTS.sub("", name))


def _entries(
    line: int, email: str, values: Sequence[str], columns: Mapping[int, str]
) -> Iterator[Entry | str]:
    """Yield a row's grades, and a sentence for each that is none."""
    for place, slug in columns.items():
        text = values[place].strip()
        if text in NOTHING:
            continue
        if text.upper() == canvas.EXCUSED:
            yield Entry(line, email, slug, None)
            continue
        points = _points(text)
        if points is None:
            yield f"Line {line}, {slug}: {text[:40]!r} is not a number of points."
        else:
            yield Entry(line, email, slug, points)


def _points(text: str) -> float | None:
    """Read a number; half of the world writes 92,5, nobody a thousand as 1,00."""
    if DECIMAL_COMMA.fullmatch(text):
        text = text.replace(",", ".")
    try:
        points = float(text)
    except ValueError:
        return None
    return points if math.isfinite(points) and points >= 0 else None
