"""The verbs of ``manage.py grades`` that write lines of the ledger."""

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from portal.assignments.management.finding import assignment_of
from portal.assignments.models import Assignment
from portal.courses.management.finding import course_of, person_of, student_of
from portal.courses.models import Course
from portal.gradebook import services
from portal.gradebook.access import get_entry
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import head_of, seen_cell

Options = Mapping[str, Any]
Kind = LedgerEntry.Kind
KINDS = {
    "points": Kind.OVERRIDE,
    "add": Kind.ADJUSTMENT,
    "excuse": Kind.EXCUSE,
    "incomplete": Kind.INCOMPLETE,
    "comment": Kind.COMMENT,
}


def add_verbs(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say what each verb takes."""
    _add_enter(verbs.add_parser("enter", help="one line about one student's grade"))
    undo = verbs.add_parser("undo", help="take a line back, by its id in the ledger")
    undo.add_argument("line", metavar="LINE")
    for verb, what in (("release", "show grades"), ("withdraw", "hide them again")):
        one = verbs.add_parser(verb, help=f"{what} of assignments, to all students")
        one.add_argument("assignments", nargs="*", metavar="ASSIGNMENT")
        one.add_argument("--all", action="store_true", help="of the whole course")
        one.add_argument("--course", required=True, metavar="SLUG:TERM")
        add_author(one)
    add_author(undo)


def add_author(parser: ArgumentParser) -> None:
    """Ask who says it, and why."""
    parser.add_argument(
        "--reason", required=True, help="the students concerned read it"
    )
    parser.add_argument("--by", required=True, metavar="EMAIL", help="of staff")


def _add_enter(parser: ArgumentParser) -> None:
    parser.add_argument("assignment", metavar="ASSIGNMENT")
    parser.add_argument("student", metavar="EMAIL")
    parser.add_argument("--course", required=True, metavar="SLUG:TERM")
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--points", type=float, help="the grade, whatever was scored")
    what.add_argument("--add", type=float, help="on top of it; may be negative")
    what.add_argument("--excuse", action="store_true", help="leave it out")
    what.add_argument("--incomplete", action="store_true", help="until it is done")
    what.add_argument("--comment", action="store_true", help="the reason is all")
    parser.add_argument(
        "--bonus", action="store_true", help="more points than there are is meant"
    )
    add_author(parser)


def enter(options: Options) -> str:
    """Write a line about one grade; return what the grade is then."""
    course = course_of(options["course"])
    assignment = assignment_of(course, options["assignment"])
    student = student_of(course, options["student"])
    word = next(w for w in KINDS if options[w] is not None and options[w] is not False)
    points = options[word] if word in ("points", "add") else None
    now = timezone.now()
    services.write_line(
        assignment,
        student,
        kind=KINDS[word],
        points=points,
        reason=options["reason"],
        is_above_meant=options["bonus"],
        actor=person_of(options["by"]),
        now=now,
    )
    cell = seen_cell(assignment, student, now=now)
    got = "nothing that counts" if cell.points is None else f"{cell.points:g} points"
    return f"{student.user.email}, {assignment.slug}: {got}."


def undo(options: Options) -> str:
    """Take a line back."""
    author = person_of(options["by"])
    entry = get_entry(author, options["line"])
    services.undo(entry, reason=options["reason"], actor=author, now=timezone.now())
    return f"Line {entry.public_id} is taken back; both stay readable."


def release(options: Options) -> str:
    """Show grades; with --all those that are shown already stay so."""
    return _for_each(options, services.release, is_out=False, word="released")


def withdraw(options: Options) -> str:
    """Hide grades that are shown."""
    return _for_each(options, services.withdraw, is_out=True, word="hidden again")


@transaction.atomic
def _for_each(
    options: Options, verb: Callable[..., Any], *, is_out: bool, word: str
) -> str:
    course, author = course_of(options["course"]), person_of(options["by"])
    wanted = list(_wanted(course, options, is_out=is_out))
    for assignment in wanted:
        verb(assignment, reason=options["reason"], actor=author, now=timezone.now())
    return f"{', '.join(item.slug for item in wanted) or 'nothing'}: {word}."


def _wanted(course: Course, options: Options, *, is_out: bool) -> Iterable[Assignment]:
    """Return those that were named, or with --all those it would change."""
    if bool(options["assignments"]) == options["all"]:
        raise CommandError("Name assignments, or say --all.")
    if not options["all"]:
        return [assignment_of(course, slug) for slug in options["assignments"]]
    columns = head_of(course).columns
    return [one.assignment for one in columns if one.is_released == is_out]
