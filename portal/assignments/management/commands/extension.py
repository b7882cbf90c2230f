"""``manage.py extension``: more time on one assignment, for a student or a section."""

from argparse import ArgumentParser
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from graders.spec.dates import at_wall_clock, is_skipped
from portal.accounts.models import User
from portal.accounts.selectors import person_by_email
from portal.assignments.models import Assignment, Extension
from portal.assignments.services import end_extension, give_extension
from portal.courses.models import Course, Enrollment, Section
from portal.courses.selectors import course_by_key, course_keys
from portal.lib.errors import PortalError


class Command(BaseCommand):
    """Lines are only ever added; the newest for the same person or section holds."""

    help = "Give, end or list extensions of an assignment's due date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        for verb, what in (("give", "more time"), ("end", "take it back")):
            one = verbs.add_parser(verb, help=what)
            _add_place(one)
            to = one.add_mutually_exclusive_group(required=True)
            to.add_argument("--student", metavar="EMAIL")
            to.add_argument("--section", metavar="NAME")
            one.add_argument("--reason", required=True, help="the student reads it")
            one.add_argument("--by", required=True, metavar="EMAIL", help="of staff")
            if verb == "give":
                one.add_argument(
                    "--until",
                    required=True,
                    metavar="2026-10-05T23:59",
                    help="in the course's zone, unless it has an offset",
                )
        _add_place(verbs.add_parser("list", help="every line, oldest first"))

    def handle(self, *args: Any, **options: Any) -> None:
        assignment = _assignment(_course(options["course"]), options["assignment"])
        if options["verb"] != "list":
            try:
                self._write(assignment, options)
            except PortalError as error:
                raise CommandError(error.sentence) from error
        for line in assignment.extensions.select_related(
            "enrollment__user", "section", "author"
        ).order_by("pk"):
            self.stdout.write(_words(line, ZoneInfo(assignment.course.timezone)))

    def _write(self, assignment: Assignment, options: dict[str, Any]) -> None:
        to = _receiver(assignment.course, options["student"], options["section"])
        more = {
            "reason": options["reason"],
            "actor": _person(options["by"]),
            "now": timezone.now(),
        }
        if options["verb"] == "end":
            end_extension(assignment, to, **more)
            return
        until = _instant(options["until"], ZoneInfo(assignment.course.timezone))
        give_extension(assignment, to, until=until, **more)


def _add_place(parser: ArgumentParser) -> None:
    parser.add_argument("assignment", metavar="ASSIGNMENT", help="its slug")
    parser.add_argument("--course", required=True, metavar="SLUG:TERM")


def _instant(text: str, zone: ZoneInfo) -> datetime:
    try:
        said = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(
            f"{text!r} is no date and time; write it as 2026-10-05T23:59."
        ) from error
    if said.tzinfo is not None:
        return said
    if is_skipped(said, zone):
        raise CommandError(f"Clocks in {zone} skip {text}: choose another time.")
    return at_wall_clock(said, zone)


def _course(key: str) -> Course:
    slug, _, term = key.partition(":")
    course = course_by_key(slug, term)
    if course is None:
        known = ", ".join(course_keys()) or "none yet"
        raise CommandError(f"No course is {key}; there are: {known}.")
    return course


def _assignment(course: Course, slug: str) -> Assignment:
    found = course.assignments.filter(slug=slug).first()
    if found is None:
        known = ", ".join(course.assignments.values_list("slug", flat=True)) or "none"
        raise CommandError(f"There is no assignment {slug!r}; there are: {known}.")
    return found


def _receiver(
    course: Course, email: str | None, section: str | None
) -> Enrollment | Section:
    found: Enrollment | Section | None
    if email:
        found = course.enrollments.filter(user=_person(email)).first()
    else:
        found = course.sections.filter(name=section).first()
    if found is None:
        raise CommandError(f"{email or section} is not in this course.")
    return found


def _person(email: str) -> User:
    person = person_by_email(email)
    if person is None:
        raise CommandError(f"Nobody signs in as {email}.")
    return person


def _words(line: Extension, zone: ZoneInfo) -> str:
    who = line.enrollment.user.email if line.enrollment else f"section {line.section}"
    until = (
        f"until {line.until.astimezone(zone):%Y-%m-%d %H:%M %Z}"
        if line.until
        else "ended"
    )
    return f"  {who}: {until}, by {line.author.email}: {line.reason}"
