"""``manage.py team``: the teams of an assignment, from the command line."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from portal.assignments import services
from portal.assignments.models import Assignment, Team
from portal.assignments.teams import here_in, teams_of, without_team
from portal.courses.management.finding import course_of, person_of, student_of
from portal.courses.models import Course
from portal.courses.selectors import student_by_email
from portal.lib.errors import PortalError


class Command(BaseCommand):
    """What staff do with teams; ``--by`` says who of them."""

    help = "List teams, form, change or dissolve them, or take over another's."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("list", help="the teams there are, and who is in none")
        form = verbs.add_parser("form", help="make a team of these students")
        over = verbs.add_parser("take-over", help="form the teams of --source here too")
        move = verbs.add_parser("move", help="let a student be in --name, or in none")
        end = verbs.add_parser("dissolve", help="end a team; what it handed in stays")
        for one in (show, form, over, move, end):
            one.add_argument("assignment", metavar="ASSIGNMENT")
            one.add_argument("--course", required=True, metavar="SLUG:TERM")
        for one in (form, over, move, end):
            one.add_argument("--by", required=True, metavar="EMAIL", help="of staff")
        form.add_argument("--name", required=True)
        form.add_argument("students", nargs="+", metavar="EMAIL")
        move.add_argument("student", metavar="EMAIL")
        move.add_argument("--name", default="", help="empty: in no team")
        end.add_argument("--name", required=True)
        end.add_argument("--reason", required=True)
        over.add_argument("--source", required=True, metavar="ASSIGNMENT")

    def handle(self, *args: Any, **options: Any) -> None:
        course = course_of(options["course"])
        assignment = _assignment(course, options["assignment"])
        verbs = {
            "form": self._form,
            "take-over": self._take_over,
            "move": self._move,
            "dissolve": self._dissolve,
        }
        try:
            if options["verb"] in verbs:
                verbs[options["verb"]](assignment, options)
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
            actor=person_of(options["by"]),
            now=timezone.now(),
        )

    def _take_over(self, assignment: Assignment, options: dict[str, Any]) -> None:
        source = _assignment(assignment.course, options["source"])
        services.take_over_teams(
            assignment, source, actor=person_of(options["by"]), now=timezone.now()
        )

    def _move(self, assignment: Assignment, options: dict[str, Any]) -> None:
        student = student_of(assignment.course, options["student"])
        author, now = person_of(options["by"]), timezone.now()
        if options["name"]:
            team = _team(assignment, options["name"])
            services.move_to_team(team, student, actor=author, now=now)
            return
        here = [one for one in teams_of(assignment) if student in here_in(one)]
        if not here:
            raise CommandError(f"{options['student']} is in no team.")
        services.remove_from_team(here[0], student, actor=author, now=now)

    def _dissolve(self, assignment: Assignment, options: dict[str, Any]) -> None:
        services.dissolve_team(
            _team(assignment, options["name"]),
            reason=options["reason"],
            actor=person_of(options["by"]),
            now=timezone.now(),
        )

    def _list(self, assignment: Assignment) -> None:
        for team in teams_of(assignment):
            who = ", ".join(one.user.email for one in here_in(team))
            self.stdout.write(f"{team.name}: {who}")
        alone = [one.user.email for one in without_team(assignment)]
        self.stdout.write(f"in no team: {', '.join(alone) or 'nobody'}")


def _assignment(course: Course, slug: str) -> Assignment:
    found = course.assignments.filter(slug=slug, is_removed=False).first()
    if found is None:
        raise CommandError(f"The course has no assignment {slug}.")
    return found


def _team(assignment: Assignment, name: str) -> Team:
    found = {team.name: team for team in teams_of(assignment)}
    if name not in found:
        raise CommandError(f"No team is {name!r}; there are: {', '.join(found)}.")
    return found[name]
