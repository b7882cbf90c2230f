"""``manage.py team``: the teams of an assignment, from the command line."""

from argparse import ArgumentParser
from collections.abc import Iterator

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from portal.assignments import services
from portal.assignments.exchange.teams import plan_teams
from portal.assignments.management.finding import assignment_of
from portal.assignments.models import Assignment, Team
from portal.assignments.services import seat_in_teams
from portal.assignments.teams import here_in, teams_of, without_team
from portal.courses.management.finding import course_of, person_of, student_of
from portal.courses.management.saying import Options, SayingCommand
from portal.courses.management.taking_in import (
    NOT_YET,
    add_file,
    content_of,
    of_assignment,
    refuse_wrong,
    staff_of,
)
from portal.courses.selectors import student_by_email
from portal.submissions.services import credit_earlier


class Command(SayingCommand):
    """What staff do with teams; ``--by`` says who of them."""

    help = "List teams, form, change or dissolve them, take some over or in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("list", help="the teams there are, and who is in none")
        form = verbs.add_parser("form", help="make a team of these students")
        over = verbs.add_parser("take-over", help="form the teams of --source here too")
        move = verbs.add_parser("move", help="let a student be in --name, or in none")
        size = verbs.add_parser("size", help="let a team be of any size")
        end = verbs.add_parser("dissolve", help="end a team; what it handed in stays")
        take = verbs.add_parser("import", help="take in a CSV file: team,email")
        ways = {
            show: _list,
            form: _form,
            over: _take_over,
            move: _move,
            size: _size,
            end: _dissolve,
            take: _import,
        }
        of_assignment(ways, reading=[show])
        for one in (form, size, end):
            one.add_argument("--name", required=True)
        form.add_argument("students", nargs="+", metavar="EMAIL")
        _add_move(move)
        size.add_argument("--as-said", action="store_true", help="not any longer")
        end.add_argument("--reason", required=True)
        over.add_argument("--source", required=True, metavar="ASSIGNMENT")
        add_file(take)


def _add_move(parser: ArgumentParser) -> None:
    parser.add_argument("student", metavar="EMAIL")
    parser.add_argument("--name", default="", help="empty: in no team")
    parser.add_argument(
        "--earlier-counts-because",
        default="",
        metavar="REASON",
        help="let what the team handed in before count for the student, too",
    )


def _list(options: Options) -> Iterator[str]:
    assignment = _asked(options)
    for team in teams_of(assignment):
        who = ", ".join(one.user.email for one in here_in(team))
        yield f"{team.name}: {who}"
    alone = [one.user.email for one in without_team(assignment)]
    yield f"in no team: {', '.join(alone) or 'nobody'}"


def _form(options: Options) -> Iterator[str]:
    assignment = _asked(options)
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
    yield from _list(options)


def _take_over(options: Options) -> Iterator[str]:
    assignment = _asked(options)
    source = assignment_of(assignment.course, options["source"])
    services.take_over_teams(
        assignment, source, actor=person_of(options["by"]), now=timezone.now()
    )
    yield from _list(options)


def _move(options: Options) -> Iterator[str]:
    assignment = _asked(options)
    student = student_of(assignment.course, options["student"])
    author, now = person_of(options["by"]), timezone.now()
    reason = options["earlier_counts_because"]
    if options["name"]:
        team = _team(assignment, options["name"])
        with transaction.atomic():
            if student not in here_in(team) or not reason:
                services.move_to_team(team, student, actor=author, now=now)
            if reason:
                credit_earlier(team, student, reason=reason, actor=author, now=now)
    else:
        here = [one for one in teams_of(assignment) if student in here_in(one)]
        if not here:
            raise CommandError(f"{options['student']} is in no team.")
        services.remove_from_team(here[0], student, actor=author, now=now)
    yield from _list(options)


def _size(options: Options) -> Iterator[str]:
    assignment = _asked(options)
    services.allow_any_size(
        _team(assignment, options["name"]),
        is_any_size=not options["as_said"],
        actor=person_of(options["by"]),
        now=timezone.now(),
    )
    said = "as the assignment says" if options["as_said"] else "of any size"
    yield f"{options['name']} may be {said}."


def _dissolve(options: Options) -> Iterator[str]:
    services.dissolve_team(
        _team(_asked(options), options["name"]),
        reason=options["reason"],
        actor=person_of(options["by"]),
        now=timezone.now(),
    )
    yield from _list(options)


def _import(options: Options) -> Iterator[str]:
    """Yield who would be in another team; with ``--yes`` move them, all or nobody."""
    assignment = _asked(options)
    author = staff_of(assignment.course, options["by"])
    plan = plan_teams(assignment, content_of(options["file"]))
    for seat in plan.seats:
        before = seat.before.name if seat.before else "no team"
        yield f"  {seat.student.user.email}: {before} -> {seat.name}"
    yield f"{len(plan.seats)} people to move, {plan.same} are there already."
    refuse_wrong(plan.problems)
    if not options["yes"]:
        yield NOT_YET
        return
    made = seat_in_teams(assignment, plan.seats, actor=author, now=timezone.now())
    yield f"{len(plan.seats)} people moved, {made} teams are new."


def _asked(options: Options) -> Assignment:
    return assignment_of(course_of(options["course"]), options["assignment"])


def _team(assignment: Assignment, name: str) -> Team:
    found = {team.name: team for team in teams_of(assignment)}
    if name not in found:
        raise CommandError(f"No team is {name!r}; there are: {', '.join(found)}.")
    return found[name]
