"""``manage.py team``: the teams of an assignment, from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.accounts.selectors import person_by_email
from portal.assignments import services
from portal.assignments.models import Assignment
from portal.assignments.teams import here_in, teams_of, without_team
from portal.courses.models import Course
from portal.courses.selectors import course_by_key, course_keys, student_by_email
from portal.lib.errors import PortalError


class Command(BaseCommand):
    """What staff do with teams; ``--by`` says who of them."""

    help = "List teams, form one, or take over those of another assignment."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("list", help="the teams there are, and who is in none")
        form = verbs.add_parser("form", help="make a team of these students")
        over = verbs.add_parser("take-over", help="form the teams of --source here too")
        for one in (show, form, over):
            one.add_argument("assignment", metavar="ASSIGNMENT")
            one.add_argument("--course", required=True, metavar="SLUG:TERM")
        for one in (form, over):
            one.add_argument("--by", required=True, metavar="EMAIL", help="of staff")
        form.add_argument("--name", required=True)
        form.add_argument("students", nargs="+", metavar="EMAIL")
        over.add_argument("--source", required=True, metavar="ASSIGNMENT")

    def handle(self, *args: Any, **options: Any) -> None:
        course = _course(options["course"])
        assignment = _assignment(course, options["assignment"])
        try:
            if options["verb"] == "form":
                self._form(assignment, options)
            elif options["verb"] == "take-over":
                self._take_over(assignment, options)
        except PortalError as error:
            raise CommandError(error.sentence) from error
        self._list(assignment)

    def _form(self, assignment: Assignment, options: dict[str, Any]) -> None:
        found = {
            email: student_by_email(assignment.course, email)
            for email in options["students"]
        }
        strange = [email for email, student in found.items() if student is None]
        if strange:
            raise CommandError(f"No student of this course: {', '.join(strange)}.")
        services.form_team_of(
            assignment,
            [student for student in found.values() if student is not None],
            name=options["name"],
            actor=_staff(options["by"]),
            now=timezone.now(),
        )

    def _take_over(self, assignment: Assignment, options: dict[str, Any]) -> None:
        source = _assignment(assignment.course, options["source"])
        services.take_over_teams(
            assignment, source, actor=_staff(options["by"]), now=timezone.now()
        )

    def _list(self, assignment: Assignment) -> None:
        for team in teams_of(assignment):
            who = ", ".join(one.user.email for one in here_in(team))
            self.stdout.write(f"{team.name}: {who}")
        alone = [one.user.email for one in without_team(assignment)]
        self.stdout.write(f"in no team: {', '.join(alone) or 'nobody'}")


def _course(key: str) -> Course:
    slug, _, term = key.partition(":")
    course = course_by_key(slug, term)
    if course is None:
        known = ", ".join(course_keys()) or "none yet"
        raise CommandError(f"No course is {key}; there are: {known}.")
    return course


def _assignment(course: Course, slug: str) -> Assignment:
    found = course.assignments.filter(slug=slug, is_removed=False).first()
    if found is None:
        raise CommandError(f"The course has no assignment {slug}.")
    return found


def _staff(email: str) -> Any:
    person = person_by_email(email)
    if person is None:
        raise CommandError(f"Nobody here has the address {email}.")
    return person
