"""Plays a term: a class, everything that happens in it, and what came of it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from portal.commands.simulate.acts import student_events
from portal.commands.simulate.again import again_events
from portal.commands.simulate.asking import request_events
from portal.commands.simulate.casting import cast, retire
from portal.commands.simulate.events import Event, play
from portal.commands.simulate.exams import exam_events
from portal.commands.simulate.favours import draw_favours, favour_events
from portal.commands.simulate.grading import Desk
from portal.commands.simulate.illness import illness_events
from portal.commands.simulate.marking import staff_events
from portal.commands.simulate.rating import rating_events
from portal.commands.simulate.reading import reading_events
from portal.commands.simulate.registers import register_events
from portal.commands.simulate.stage import Stage, stage_of
from portal.commands.simulate.talks import talk_events
from portal.commands.simulate.teaming import Teams
from portal.courses.models import Course
from portal.gradebook.selectors import Table, course_table
from portal.lib.errors import ConflictError, InvalidError, RefusedError
from portal.notifications.services import bookmark, tell_simulated

MOST_STUDENTS = 1000
A_MOMENT = timedelta(seconds=1)


@dataclass(frozen=True)
class Played:
    """What a simulation did; ``until`` is how far the term was played."""

    counts: Counter[str]
    until: datetime
    is_whole: bool
    instructor: str
    totals: tuple[float, ...]


def simulate(
    course: Course,
    *,
    students: int,
    seed: int,
    until: datetime | None,
    now: datetime,
    say: Callable[[str], None] = lambda line: None,
) -> Played:
    """Fill ``course`` with a made-up class and play its term up to ``until``.

    Left out, ``until`` is the end of the term, or now where that is still to come.
    """
    _refuse(course, students)
    stage = stage_of(course, seed=seed)
    until = min(stage.ends, now) if until is None else until
    if until <= stage.begins:
        raise InvalidError(
            f"The term begins on {stage.begins:%Y-%m-%d}; there is nothing to play "
            "until then. Load the course with an earlier --start."
        )
    with transaction.atomic():
        begun = bookmark()
        cast(stage, students=students)
        desk = Desk(stage)
        events = everything(stage, desk)
        say(f"{len(events):,} things to happen")
        play(events, until=until)
        desk.grade_waiting(until)
        retire(stage, now=until + A_MOMENT)
        stage.counts["notices"] = tell_simulated(course, above=begun, now=until)
    table = course_table(course, now=until)
    stage.counts["slip days spent"] = _slip_days(table)
    return Played(
        counts=stage.counts,
        until=until,
        is_whole=until >= stage.ends,
        instructor=stage.instructor.email,
        totals=_totals(table),
    )


def everything(stage: Stage, desk: Desk) -> list[Event]:
    """Return all that happens in the term of a cast stage."""
    favours, teams = draw_favours(stage), Teams(stage)
    return [
        *favour_events(stage, favours),
        *teams.events(),
        *student_events(stage, desk, favours, teams),
        *reading_events(stage),
        *exam_events(stage),
        *register_events(stage),
        *talk_events(stage, teams),
        *rating_events(stage),
        *staff_events(stage),
        *illness_events(stage),
        *again_events(stage, desk),
        *request_events(stage),
    ]


def _totals(table: Table) -> tuple[float, ...]:
    """Return what everybody has in the course, the least first."""
    return tuple(sorted(row.total for row in table.rows if row.total is not None))


def _slip_days(table: Table) -> int:
    cells = (cell for row in table.rows for cell in row.cells)
    return sum(cell.counted.slip_days for cell in cells if cell.counted)


def _refuse(course: Course, students: int) -> None:
    if settings.PRODUCTION:
        raise RefusedError(
            "Nobody is made up on a production site; simulate on another one."
        )
    if not 1 <= students <= MOST_STUDENTS:
        raise InvalidError(f"A class has 1 to {MOST_STUDENTS:,} students.")
    if course.enrollments.exists():
        raise ConflictError(
            "People are in this course already; simulate in one that is freshly loaded."
        )
