"""``manage.py roster``: a course's people by a CSV file, codes, and more time."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts.selectors import person_by_email
from portal.courses.access import is_staff_of, role_in
from portal.courses.management.finding import course_of, person_of
from portal.courses.models import Role
from portal.courses.roster import ENCODINGS, read_roster
from portal.courses.selectors import enrollment_of
from portal.courses.services import (
    RosterPlan,
    import_roster,
    make_code,
    plan_roster,
    set_time_multiplier,
)
from portal.lib.codes import as_shown
from portal.lib.errors import PortalError


class Command(BaseCommand):
    """An import without ``--yes`` only shows what it would do."""

    help = (
        "Import a roster (CSV: email,name,role,section), open a code, give more time."
    )

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
        add.add_argument(
            "--encoding",
            default="",
            choices=[name for name in ENCODINGS if name],
            help="of the file, where it is neither UTF-8 nor UTF-16",
        )
        code = verbs.add_parser("code", help="a word that lets people in by themselves")
        code.add_argument("--course", required=True, metavar="SLUG:TERM")
        code.add_argument("--role", default="student", help="or observer")
        code.add_argument("--section", metavar="NAME")
        code.add_argument("--most", type=int, help="for so many people at most")
        code.add_argument("--by", required=True, metavar="EMAIL", help="of staff")
        time = verbs.add_parser(
            "time", help="an accommodation: so many times the time from release to due"
        )
        time.add_argument("email", metavar="EMAIL")
        time.add_argument("--course", required=True, metavar="SLUG:TERM")
        time.add_argument("--times", required=True, type=float, metavar="1.5")
        time.add_argument("--reason", required=True, help="kept in the audit only")
        time.add_argument("--by", required=True, metavar="EMAIL", help="of staff")

    def handle(self, *args: Any, **options: Any) -> None:
        verbs = {"time": self._give_time, "code": self._open, "import": self._import}
        verbs[options["verb"]](options)

    def _open(self, options: dict[str, Any]) -> None:
        course, section = course_of(options["course"]), None
        author = person_of(options["by"])
        if role_in(author, course) != Role.INSTRUCTOR:
            raise CommandError(f"{options['by']} does not instruct this course.")
        if options["section"]:
            section = course.sections.filter(name=options["section"]).first()
            if section is None:
                raise CommandError(f"There is no section {options['section']!r}.")
        try:
            code = make_code(
                course,
                role=options["role"],
                section=section,
                most_uses=options["most"],
                actor=author,
                now=timezone.now(),
            )
        except PortalError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{as_shown(code.code)} lets {code.role}s in, at /enrol/.")

    def _give_time(self, options: dict[str, Any]) -> None:
        course = course_of(options["course"])
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
            content = options["file"].read_bytes()
            rows = read_roster(content, encoding=options["encoding"])
            course = course_of(options["course"])
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
        for row, name in plan.renamed:
            self.stdout.write(f"  stays     {row.email} is called {name} here")
        for enrollment in plan.missing:
            word = "dropped " if drops else "missing "
            self.stdout.write(f"  {word}  {enrollment.user.email}")
        self.stdout.write(
            f"{len(plan.added)} added, {len(plan.changed)} changed, "
            f"{len(plan.unchanged)} unchanged, "
            f"{len(plan.missing)} {'dropped' if drops else 'not in the file'}"
        )
