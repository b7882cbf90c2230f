"""``manage.py roster``: a course's people, by a CSV file, and who has more time."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts.selectors import person_by_email
from portal.courses.access import is_staff_of
from portal.courses.models import Course
from portal.courses.roster import read_roster
from portal.courses.selectors import course_by_key, course_keys, enrollment_of
from portal.courses.services import (
    RosterPlan,
    import_roster,
    plan_roster,
    set_time_multiplier,
)
from portal.lib.errors import PortalError


class Command(BaseCommand):
    """An import without ``--yes`` only shows what it would do."""

    help = "Import a roster (a CSV file: email,name,role,section), or give more time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        add = verbs.add_parser("import", help="enroll everyone in the file")
        add.add_argument("file", type=Path, metavar="FILE.csv")
        add.add_argument("--course", required=True, metavar="SLUG:TERM")
        add.add_argument("--yes", action="store_true", help="do it")
        add.add_argument(
            "--drop-missing",
            action="store_true",
            help="drop who is not in the file; nothing they handed in is lost",
        )
        time = verbs.add_parser(
            "time", help="an accommodation: so many times the time from release to due"
        )
        time.add_argument("email", metavar="EMAIL")
        time.add_argument("--course", required=True, metavar="SLUG:TERM")
        time.add_argument("--times", required=True, type=float, metavar="1.5")
        time.add_argument("--reason", required=True, help="kept in the audit only")
        time.add_argument("--by", required=True, metavar="EMAIL", help="of staff")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["verb"] == "time":
            self._give_time(options)
        else:
            self._import(options)

    def _give_time(self, options: dict[str, Any]) -> None:
        course = _course(options["course"])
        author = person_by_email(options["by"])
        person = person_by_email(options["email"])
        enrollment = enrollment_of(person, course) if person else None
        if enrollment is None:
            raise CommandError(f"{options['email']} is not in this course.")
        if author is None or not is_staff_of(author, course):
            raise CommandError(f"{options['by']} is not staff of this course.")
        try:
            set_time_multiplier(
                enrollment,
                multiplier=options["times"],
                reason=options["reason"],
                actor=author,
                now=timezone.now(),
            )
        except PortalError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(
            f"{options['email']} has {options['times']:g} times the time."
        )

    def _import(self, options: dict[str, Any]) -> None:
        drops = options["drop_missing"]
        try:
            rows = read_roster(options["file"].read_bytes())
            course = _course(options["course"])
            if options["yes"]:
                plan = import_roster(
                    course, rows, drop_missing=drops, actor=None, now=timezone.now()
                )
            else:
                plan = plan_roster(course, rows)
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from error
        except PortalError as error:
            raise CommandError(f"{options['file']}:\n{error.sentence}") from error
        self._show(plan, drops)
        if not options["yes"]:
            self.stdout.write("Nothing was written; say --yes to do it.")

    def _show(self, plan: RosterPlan, drops: bool) -> None:
        for row in plan.added:
            self.stdout.write(f"  added     {row.email} as {row.role}")
        for row, words in plan.changed:
            self.stdout.write(f"  changed   {row.email}: {words}")
        for enrollment in plan.missing:
            word = "dropped " if drops else "missing "
            self.stdout.write(f"  {word}  {enrollment.user.email}")
        self.stdout.write(
            f"{len(plan.added)} added, {len(plan.changed)} changed, "
            f"{len(plan.unchanged)} unchanged, "
            f"{len(plan.missing)} {'dropped' if drops else 'not in the file'}"
        )


def _course(key: str) -> Course:
    slug, _, term = key.partition(":")
    course = course_by_key(slug, term)
    if course is None:
        known = ", ".join(course_keys()) or "none yet"
        raise CommandError(f"No course is {key}; there are: {known}.")
    return course
