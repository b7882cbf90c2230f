"""``manage.py extension``: more time on assignments, for students and sections."""

from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from portal.assignments.exchange.extensions import (
    ExtensionsPlan,
    instant_of,
    plan_extensions,
)
from portal.assignments.management.finding import assignment_of
from portal.assignments.models import Assignment, Extension
from portal.assignments.services import end_extension, give_extension
from portal.courses.management.finding import course_of, person_of
from portal.courses.management.saying import Options, SayingCommand
from portal.courses.management.taking_in import (
    NOT_YET,
    add_course,
    add_file,
    add_staff,
    content_of,
    refuse_wrong,
    staff_of,
)
from portal.courses.models import Course, Enrollment, Section


class Command(SayingCommand):
    """Lines are only ever added; the newest for the same person or section holds."""

    help = "Give, end, list or take in extensions of due dates."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        give = verbs.add_parser("give", help="more time")
        end = verbs.add_parser("end", help="take it back")
        show = verbs.add_parser("list", help="every line, oldest first")
        take = verbs.add_parser(
            "import", help="take in a CSV file: assignment,email,until,reason"
        )
        for one, say in ((give, _give), (end, _end), (show, _list)):
            one.set_defaults(say=say)
            one.add_argument("assignment", metavar="ASSIGNMENT", help="its slug")
        for one in (give, end):
            to = one.add_mutually_exclusive_group(required=True)
            to.add_argument("--student", metavar="EMAIL")
            to.add_argument("--section", metavar="NAME")
            one.add_argument("--reason", required=True, help="the student reads it")
        for one in (give, end, take):
            add_staff(one)
        for one in (give, end, show, take):
            add_course(one)
        give.add_argument(
            "--until",
            required=True,
            metavar="2026-10-05T23:59",
            help="in the course's zone, unless it has an offset",
        )
        add_file(take)
        take.set_defaults(say=_import)


def _give(options: Options) -> Iterator[str]:
    assignment = _asked(options)
    until = instant_of(options["until"], ZoneInfo(assignment.course.timezone))
    give_extension(assignment, **_said(assignment, options), until=until)
    yield from _list(options)


def _end(options: Options) -> Iterator[str]:
    assignment = _asked(options)
    end_extension(assignment, **_said(assignment, options))
    yield from _list(options)


def _said(assignment: Assignment, options: Options) -> dict[str, Any]:
    """Return whom the verb is about, why, and who says so."""
    return {
        "to": _receiver(assignment.course, options["student"], options["section"]),
        "reason": options["reason"],
        "actor": person_of(options["by"]),
        "now": timezone.now(),
    }


def _list(options: Options) -> Iterator[str]:
    assignment = _asked(options)
    lines = assignment.extensions.select_related(
        "enrollment__user", "section", "author"
    )
    for line in lines.order_by("pk"):
        yield _words(line, ZoneInfo(assignment.course.timezone))


def _import(options: Options) -> Iterator[str]:
    """Yield every extension that is new; with ``--yes`` give them, all or none."""
    course = course_of(options["course"])
    author = staff_of(course, options["by"])
    plan = plan_extensions(course, content_of(options["file"]))
    yield from _plan_words(plan, ZoneInfo(course.timezone))
    refuse_wrong(plan.problems)
    if not options["yes"]:
        yield NOT_YET
        return
    with transaction.atomic():
        for one in plan.given:
            give_extension(
                one.assignment,
                one.to,
                until=one.until,
                reason=one.reason,
                actor=author,
                now=timezone.now(),
            )
    yield f"{len(plan.given)} extensions given."


def _plan_words(plan: ExtensionsPlan, zone: ZoneInfo) -> Iterator[str]:
    for one in plan.given:
        had = f", not {_clock(one.before, zone)}" if one.before else ""
        until = f"until {_clock(one.until, zone)}{had}"
        yield f"  {one.who}, {one.assignment.slug}: {until}"
    yield f"{len(plan.given)} extensions are new, {plan.same} are there already."


def _receiver(
    course: Course, email: str | None, section: str | None
) -> Enrollment | Section:
    found: Enrollment | Section | None
    if email:
        found = course.enrollments.filter(user=person_of(email)).first()
    else:
        found = course.sections.filter(name=section).first()
    if found is None:
        raise CommandError(f"{email or section} is not in this course.")
    return found


def _asked(options: Options) -> Assignment:
    return assignment_of(course_of(options["course"]), options["assignment"])


def _words(line: Extension, zone: ZoneInfo) -> str:
    who = line.enrollment.user.email if line.enrollment else f"section {line.section}"
    until = f"until {_clock(line.until, zone)}" if line.until else "ended"
    return f"  {who}: {until}, by {line.author.email}: {line.reason}"


def _clock(instant: datetime, zone: ZoneInfo) -> str:
    return f"{instant.astimezone(zone):%Y-%m-%d %H:%M %Z}"
