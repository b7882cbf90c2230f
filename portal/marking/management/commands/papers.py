"""``manage.py papers``: what people grade, question by question, as a file."""

from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.assignments.management.finding import assignment_of
from portal.assignments.models import Assignment
from portal.courses.management.finding import course_of
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
from portal.marking.exchange.papers import PapersPlan, plan_papers, rows_of
from portal.marking.selectors.desk import DONE, Desk, desk_of, plan_of
from portal.marking.services import (
    assess,
    begin_papers,
    deal,
    set_plan,
    take_papers_back,
)


class Command(SayingCommand):
    """Whatever stands in a cell is a saved revision; an empty cell says nothing."""

    help = "Begin, deal and plan papers, and grade them by a CSV file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        begin = verbs.add_parser("begin", help="an empty paper for each without one")
        back = verbs.add_parser("take-back", help="those nobody has said anything of")
        show = verbs.add_parser("list", help="how far each question is")
        out = verbs.add_parser("export", help="write what is said of every paper")
        take = verbs.add_parser(
            "import", help="take in points (email,question-1,…), items and comments"
        )
        plan = verbs.add_parser("plan", help="hide names, or say until when to ask")
        give = verbs.add_parser("deal", help="deal what nobody has, evenly")
        ways = {
            begin: _begin,
            back: _take_back,
            show: _list,
            out: _export,
            take: _import,
            plan: _plan,
            give: _deal,
        }
        of_assignment(ways, reading=[show, out])
        plan.add_argument("--names", choices=["hidden", "shown"])
        plan.add_argument("--regrade-days", type=int, metavar="DAYS")
        give.add_argument("--to", nargs="+", required=True, metavar="EMAIL")
        give.add_argument("--question", default="", help="only this one")
        out.add_argument("--out", type=Path, required=True, metavar="FILE.csv")
        add_file(take)


def _begin(options: Options) -> Iterator[str]:
    assignment, author = _by(options)
    begun = begin_papers(assignment, actor=author, now=timezone.now())
    yield f"{begun.papers} papers begun, {begun.joined} people named on one."


def _take_back(options: Options) -> Iterator[str]:
    assignment, author = _by(options)
    count = take_papers_back(assignment, actor=author, now=timezone.now())
    yield f"{count} empty papers taken back."


def _list(options: Options) -> Iterator[str]:
    desk = _desk(_asked(options))
    yield f"{len(desk.papers)} papers"
    for check in desk.checks:
        stations = desk.stations(check.name)
        done = sum(one.state == DONE for one in stations)
        yield f"{check.name}, {check.points:g} points: {done} of {len(stations)} done"


def _plan(options: Options) -> Iterator[str]:
    assignment, author = _by(options)
    held, days = plan_of(assignment), options["regrade_days"]
    is_blind = options["names"] == "hidden" if options["names"] else held.is_blind
    plan = set_plan(
        assignment,
        is_blind=is_blind,
        regrade_days=held.regrade_days if days is None else days,
        actor=author,
        now=timezone.now(),
    )
    names = "hidden" if plan.is_blind else "shown"
    yield f"Names are {names}; a regrade may be asked for {plan.regrade_days} days."


def _deal(options: Options) -> Iterator[str]:
    assignment, author = _by(options)
    graders = [staff_of(assignment.course, email) for email in options["to"]]
    question = options["question"]
    count = deal(
        _desk(assignment), graders, check=question, actor=author, now=timezone.now()
    )
    yield f"{count} papers dealt to {', '.join(one.email for one in graders)}."


def _export(options: Options) -> Iterator[str]:
    yield written(options["out"], rows_of(_desk(_asked(options))))


def _import(options: Options) -> Iterator[str]:
    """Yield every answer that differs; with ``--yes`` save them, all or none."""
    assignment, author = _by(options)
    plan = plan_papers(_desk(assignment), content_of(options["file"]))
    yield from _words(plan)
    refuse_wrong(plan.problems)
    if not options["yes"]:
        yield NOT_YET
        return
    with transaction.atomic():
        for one in plan.changes:
            assess(
                one.paper.submission,
                one.check,
                one.said,
                base=one.base,
                actor=author,
                now=timezone.now(),
            )
    yield f"{len(plan.changes)} answers saved."


def _words(plan: PapersPlan) -> Iterator[str]:
    for one in plan.changes:
        before = "nothing" if one.before is None else f"{one.before:g}"
        open_yet = "" if one.said.is_done else ", not whole yet"
        points = f"{one.points:g} of {one.check.points:g}{open_yet}"
        yield f"  {one.paper.name}, {one.check.name}: {before} -> {points}"
    yield f"{len(plan.changes)} answers differ, {plan.same} are the same."


def _by(options: Options) -> tuple[Assignment, User]:
    assignment = _asked(options)
    return assignment, staff_of(assignment.course, options["by"])


def _asked(options: Options) -> Assignment:
    return assignment_of(course_of(options["course"]), options["assignment"])


def _desk(assignment: Assignment) -> Desk:
    return desk_of(assignment, now=timezone.now())
