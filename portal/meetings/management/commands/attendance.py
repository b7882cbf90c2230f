"""``manage.py attendance``: registers as a file, in and out."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.utils import timezone

from portal.assignments.models import Assignment
from portal.courses.management.saying import Options, SayingCommand
from portal.courses.management.taking_in import (
    NOT_YET,
    add_file,
    content_of,
    of_assignment,
    refuse_wrong,
    staff_of,
    written,
)
from portal.meetings.exchange.registers import RegistersPlan, plan_registers, rows_of
from portal.meetings.management.finding import of_kind
from portal.meetings.selectors import attendance_of, register_table
from portal.meetings.services import take_registers
from portal.meetings.services.register import MARKS


class Command(SayingCommand):
    """Lines are only ever added, the grades follow, and an empty cell says nothing."""

    help = (
        "Take registers in from a CSV file (email,session 1,session 2), or list them."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("list", help="everybody's share of the sessions held")
        out = verbs.add_parser("export", help="write every mark that holds to a file")
        take = verbs.add_parser(
            "import", help="take in marks: present, late, absent, 'excused: ill'"
        )
        of_assignment({show: _list, out: _export, take: _import}, reading=[show, out])
        out.add_argument("--out", type=Path, required=True, metavar="FILE.csv")
        add_file(take)
        take.add_argument(
            "--rest",
            default="",
            choices=[str(mark) for mark in MARKS[:-1]],
            help="of everybody who has no mark at a session of the file",
        )


def _list(options: Options) -> Iterator[str]:
    for student, share in attendance_of(_asked(options)).students:
        yield f"{student.user.email}: {share.sentence}"


def _export(options: Options) -> Iterator[str]:
    yield written(options["out"], rows_of(register_table(_asked(options))))


def _import(options: Options) -> Iterator[str]:
    """Yield every mark that differs; with ``--yes`` write them, all or none."""
    assignment, now = _asked(options), timezone.now()
    author = staff_of(assignment.course, options["by"])
    content = content_of(options["file"])
    plan = plan_registers(assignment, content, rest=options["rest"], now=now)
    yield from _words(plan)
    refuse_wrong(plan.problems)
    if not options["yes"]:
        yield NOT_YET
        return
    made = take_registers(assignment, plan.taken, actor=author, now=now)
    yield f"{len(made)} marks written; the grades follow."


def _words(plan: RegistersPlan) -> Iterator[str]:
    for one in plan.changes:
        why = f" ({one.said.reason})" if one.said.reason else ""
        who = f"{one.student.user.email}, session {one.session.unit}"
        yield f"  {who}: {one.before or 'nothing'} -> {one.said.kind}{why}"
    yield f"{len(plan.changes)} marks differ, {plan.same} are the same."


def _asked(options: Options) -> Assignment:
    return of_kind(options["course"], options["assignment"], "attendance")
