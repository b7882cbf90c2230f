"""Files of commands: what comes in is shown first, and written all or not at all."""

from argparse import ArgumentParser
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path

from django.core.management.base import CommandError

from portal.accounts.models import User
from portal.courses.access import is_staff_of
from portal.courses.management.finding import person_of
from portal.courses.management.saying import Options
from portal.courses.models import Course
from portal.lib.spreadsheets import Rows, csv_bytes

Say = Callable[[Options], Iterator[str]]

NOT_YET = "Nothing was written; say --yes to do it."


def add_file(parser: ArgumentParser) -> None:
    """Ask for a CSV file, and whether it is to be written."""
    parser.add_argument("file", type=Path, metavar="FILE.csv")
    parser.add_argument("--yes", action="store_true", help="do it")


def add_course(parser: ArgumentParser) -> None:
    """Ask for the course."""
    parser.add_argument("--course", required=True, metavar="SLUG:TERM")


def add_staff(parser: ArgumentParser) -> None:
    """Ask who of the staff does it."""
    parser.add_argument("--by", required=True, metavar="EMAIL", help="of staff")


def of_assignment(
    ways: Mapping[ArgumentParser, Say], *, reading: Collection[ArgumentParser]
) -> None:
    """Let every verb say its words of one assignment.

    All but those that are ``reading`` ask who of the staff does it.
    """
    for verb, say in ways.items():
        verb.set_defaults(say=say)
        verb.add_argument("assignment", metavar="ASSIGNMENT")
        add_course(verb)
        if verb not in reading:
            add_staff(verb)


def content_of(path: Path) -> bytes:
    """Return the bytes of a file, or say why there are none."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error


def written(path: Path, rows: Rows) -> str:
    """Write a CSV file, and say where it lies."""
    content = csv_bytes(rows)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    return f"{path}: {len(content):,} bytes."


def staff_of(course: Course, email: str) -> User:
    """Return somebody who grades or instructs the course."""
    person = person_of(email)
    if not is_staff_of(person, course):
        raise CommandError(f"{email} is not staff of this course.")
    return person


def refuse_wrong(problems: Sequence[str]) -> None:
    """Say everything that is wrong with a file, where anything is."""
    if problems:
        raise CommandError("\n".join(["Nothing was written:", *problems]))
