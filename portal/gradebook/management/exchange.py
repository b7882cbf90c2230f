"""The verbs of ``manage.py grades`` for files: export, import."""

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils import timezone

from portal.courses.management.finding import course_of, person_of
from portal.courses.models import Course
from portal.gradebook.exchange.files import SHAPES, grade_file
from portal.gradebook.exchange.planning import ImportPlan, plan_import
from portal.gradebook.exchange.reading import read_grades
from portal.gradebook.management.ledger import add_author
from portal.gradebook.models import LedgerEntry
from portal.gradebook.selectors import head_of
from portal.gradebook.services import import_grades

Options = Mapping[str, Any]


def add_verbs(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Say what each verb takes."""
    out = verbs.add_parser("export", help="write a file of grades")
    out.add_argument("shape", choices=list(SHAPES))
    out.add_argument("--course", required=True, metavar="SLUG:TERM")
    out.add_argument("--out", type=Path, metavar="FILE", help="else a name of its own")
    take = verbs.add_parser("import", help="take in a CSV file of grades")
    take.add_argument("file", type=Path, metavar="FILE.csv")
    take.add_argument("--course", required=True, metavar="SLUG:TERM")
    take.add_argument("--yes", action="store_true", help="do it")
    take.add_argument(
        "--bonus", action="store_true", help="more points than there are are meant"
    )
    take.add_argument(
        "--leave-out", action="store_true", help="whoever is no student here"
    )
    add_author(take)


def export(options: Options) -> str:
    """Write one file, and say where it lies."""
    course = course_of(options["course"])
    lines = (
        LedgerEntry.objects.filter(course=course)
        .select_related("assignment", "enrollment__user", "author", "undoes")
        .order_by("pk")
    )
    file = grade_file(course, options["shape"], lines, now=timezone.now())
    path = options["out"] or Path(file.name.replace(" ", "-"))
    try:
        path.write_bytes(file.content)
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    return f"{path}: {len(file.content):,} bytes."


def take_in(options: Options) -> Iterator[str]:
    """Yield every difference; with ``--yes`` write them, all or none."""
    course, author = course_of(options["course"]), person_of(options["by"])
    plan = _plan(course, options["file"])
    yield from _words(plan)
    wrong = [*plan.problems, *([] if options["leave_out"] else plan.strangers)]
    if wrong:
        raise CommandError("\n".join(["Nothing was written:", *wrong]))
    if not options["yes"]:
        yield "Nothing was written; say --yes to do it."
        return
    count = import_grades(
        course,
        plan,
        reason=options["reason"],
        is_above_meant=options["bonus"],
        leaves_strangers_out=options["leave_out"],
        actor=author,
        now=timezone.now(),
    )
    yield f"{count} grades written to the ledger."


def _plan(course: Course, path: Path) -> ImportPlan:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}") from error
    titles = {c.assignment.slug: c.title for c in head_of(course).columns}
    return plan_import(course, read_grades(content, titles), now=timezone.now())


def _words(plan: ImportPlan) -> Iterator[str]:
    for change in plan.changes:
        before = "nothing" if change.before is None else f"{change.before:g}"
        after = "excused" if change.points is None else f"{change.points:g}"
        most = f" of {change.column.max_points:g}: above" if change.is_above else ""
        who = f"{change.enrollment.user.email}, {change.column.assignment.slug}"
        yield f"  {who}: {before} -> {after}{most}"
    for name in plan.unknown:
        yield f"  no assignment is called {name!r}: left out"
    yield f"{len(plan.changes)} grades differ, {plan.same} are the same."
