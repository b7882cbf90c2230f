"""``manage.py slots``: who presents what at which session."""

from argparse import ArgumentParser
from collections.abc import Iterator

from django.core.management.base import CommandError
from django.db import transaction
from django.utils import timezone

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.management.finding import student_of
from portal.courses.management.saying import Options, SayingCommand
from portal.courses.management.taking_in import (
    NOT_YET,
    add_file,
    content_of,
    of_assignment,
    refuse_wrong,
    staff_of,
)
from portal.courses.selectors import meetings
from portal.meetings import services
from portal.meetings.exchange.places import filled_slots, place_of, plan_places, slot_at
from portal.meetings.management.finding import of_kind


class Command(SayingCommand):
    """Whoever leaves in time makes room for the next in line."""

    help = "List, open, fill and close the slots of a presentation."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        show = verbs.add_parser("list", help="open slots, who is in them, who waits")
        begin = verbs.add_parser("open", help="so many places for a role at a session")
        give = verbs.add_parser("assign", help="give a free place, past the line")
        out = verbs.add_parser("remove", help="take a student out of place or line")
        end = verbs.add_parser("close", help="take away a slot that nobody is in")
        take = verbs.add_parser("import", help="give the places of a CSV file")
        ways = {
            show: _list,
            begin: _open,
            give: _assign,
            out: _remove,
            end: _close,
            take: _import,
        }
        of_assignment(ways, reading=[show])
        for one in (give, out):
            one.add_argument("student", metavar="EMAIL")
        for one in (begin, give, end):
            one.add_argument("--session", required=True, type=int, metavar="N")
            one.add_argument("--role", default="", help="where a session has several")
        begin.add_argument("--places", type=int, default=1)
        begin.add_argument(
            "--notice-hours", type=int, default=48, help="until when one may leave"
        )
        add_file(take)


def _list(options: Options) -> Iterator[str]:
    for one in filled_slots(_asked(options)):
        slot = one.slot
        who = ", ".join(place.enrollment.user.email for place in one.places)
        line = ", ".join(place.enrollment.user.email for place in one.line)
        yield (
            f"session {slot.session.unit}, {slot.role}: {who or 'nobody'}, "
            f"{max(0, slot.places - len(one.places))} of {slot.places} free"
            f"{f'; in line: {line}' if line else ''}"
        )


def _open(options: Options) -> Iterator[str]:
    assignment, author = _by(options)
    unit = options["session"]
    session = meetings(assignment.course).filter(unit=unit).first()
    if session is None:
        raise CommandError(f"There is no session {unit} in this course.")
    slot = services.open_slot(
        assignment,
        session,
        role=options["role"],
        places=options["places"],
        notice_hours=options["notice_hours"],
        actor=author,
        now=timezone.now(),
    )
    yield f"session {unit}, {slot.role}: {slot.places} to take."


def _assign(options: Options) -> Iterator[str]:
    assignment, author = _by(options)
    student = student_of(assignment.course, options["student"])
    slot = slot_at(assignment, options["session"], options["role"])
    own = place_of(assignment, student)
    if own is None or own.slot_id != slot.pk or own.is_waiting:
        services.assign_place(slot, student, actor=author, now=timezone.now())
    yield f"{student.user.email}: {slot.role} at session {slot.session.unit}."


def _remove(options: Options) -> Iterator[str]:
    assignment, author = _by(options)
    student = student_of(assignment.course, options["student"])
    own = place_of(assignment, student)
    if own is None:
        raise CommandError(f"{options['student']} has no place here, nor waits.")
    following = services.remove_place(own, actor=author, now=timezone.now())
    yield f"{student.user.email} is out of {own.slot.role}."
    if following is not None:
        yield f"{following.enrollment.user.email} moves up."


def _close(options: Options) -> Iterator[str]:
    assignment, author = _by(options)
    slot = slot_at(assignment, options["session"], options["role"])
    services.close_slot(slot, actor=author, now=timezone.now())
    yield f"session {slot.session.unit}, {slot.role}: closed."


def _import(options: Options) -> Iterator[str]:
    """Yield every place the file gives; with ``--yes`` give them, all or none."""
    assignment, author = _by(options)
    plan = plan_places(assignment, content_of(options["file"]))
    for seat in plan.seats:
        unit, role = seat.slot.session.unit, seat.slot.role
        yield f"  {seat.student.user.email}: {role} at session {unit}"
    yield f"{len(plan.seats)} places to give, {plan.same} are the same."
    refuse_wrong(plan.problems)
    if not options["yes"]:
        yield NOT_YET
        return
    with transaction.atomic():
        for seat in plan.seats:
            services.assign_place(
                seat.slot, seat.student, actor=author, now=timezone.now()
            )
    yield f"{len(plan.seats)} places given."


def _by(options: Options) -> tuple[Assignment, User]:
    assignment = _asked(options)
    return assignment, staff_of(assignment.course, options["by"])


def _asked(options: Options) -> Assignment:
    return of_kind(options["course"], options["assignment"], "presentation")
