"""``manage.py ratings``: what members of teams say of each other."""

from argparse import ArgumentParser
from collections.abc import Iterator

from django.db import transaction
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
)
from portal.meetings.exchange.ratings import plan_ratings
from portal.meetings.management.finding import of_kind
from portal.meetings.ratings import results_of
from portal.meetings.services import enter_ratings, rate_for


class Command(SayingCommand):
    """A rating is given once and stays; grades follow when staff enter them."""

    help = "List ratings of teammates, take them in from a file, enter the grades."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("list", help="what everybody got, for staff only")
        take = verbs.add_parser(
            "import", help="take in a CSV file: rater,rated,points,sentence"
        )
        enter = verbs.add_parser("enter", help="write what they come to as grades")
        of_assignment({show: _list, take: _import, enter: _enter}, reading=[show])
        add_file(take)


def _list(options: Options) -> Iterator[str]:
    for found in results_of(_asked(options)):
        for one in found.results:
            got = "no rating" if one.mean is None else f"{one.mean:.2f}"
            said = f"gave {one.given} of {one.to_give}"
            yield f"{found.team.name}, {one.student.user.email}: {got}, {said}"
            for rating in one.got:
                who = rating.rater.user.email
                yield f"  {rating.points} by {who}: {rating.sentence}"


def _import(options: Options) -> Iterator[str]:
    """Yield every rating that is new; with ``--yes`` keep them, all or none."""
    assignment, now = _asked(options), timezone.now()
    author = staff_of(assignment.course, options["by"])
    plan = plan_ratings(assignment, content_of(options["file"]), now=now)
    for who, said in plan.said.items():
        given = ", ".join(str(one.points) for one in said.values())
        yield f"  {who.user.email} gives {given}"
    count = sum(map(len, plan.said.values()))
    yield f"{count} ratings are new, {plan.same} are there already."
    refuse_wrong(plan.problems)
    if not options["yes"]:
        yield NOT_YET
        return
    with transaction.atomic():
        for who, said in plan.said.items():
            rate_for(assignment, who, said, actor=author, now=now)
    yield f"{count} ratings kept."


def _enter(options: Options) -> Iterator[str]:
    assignment = _asked(options)
    author = staff_of(assignment.course, options["by"])
    kept = enter_ratings(assignment, actor=author, now=timezone.now())
    yield f"{assignment.slug}: entered; {kept} grades that staff set by hand stay."


def _asked(options: Options) -> Assignment:
    return of_kind(options["course"], options["assignment"], "peer_rating")
