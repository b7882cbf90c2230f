"""Lets class and staff into the course, and enrolls the machine that is none."""

from datetime import datetime, timedelta

from portal.accounts.models import User
from portal.accounts.services import create_person
from portal.commands.simulate.names import address
from portal.commands.simulate.people import Character, a_class
from portal.commands.simulate.stage import Player, Stage
from portal.courses.models import Role
from portal.courses.services import enroll, set_time_multiplier
from portal.runners.models import Runner
from portal.runners.services import enroll_runner, quarantine

STAFF = (
    ("Adaeze Simonsen", Role.INSTRUCTOR),
    ("Ben Ribeiro", Role.GRADER),
    ("Keiko Arai", Role.GRADER),
)
MORE_TIME = 1.5


def cast(stage: Stage, *, students: int) -> None:
    """Enroll staff and students as they would be a week before the first meeting."""
    now = stage.begins
    stage.staff = tuple(_staff(stage, name, role, now) for name, role in STAFF)
    characters = a_class(students, course=_place(stage), rng=stage.luck("class"))
    stage.players = tuple(
        _student(stage, one, now + timedelta(minutes=n))
        for n, one in enumerate(characters)
    )
    stage.runner = _runner(stage, now)
    stage.counts["students"] = len(stage.players)


def retire(stage: Stage, *, now: datetime) -> None:
    """The machine is none: its token is refused, and it claims nothing more."""
    if stage.runner is not None:
        quarantine(stage.runner, actor=None, now=now)


def _staff(stage: Stage, name: str, role: str, now: datetime) -> User:
    email = address(name, _place(stage))
    person = create_person(email, name=name, actor=None, now=now)
    enroll(stage.course, person, role=role, actor=None, now=now)
    return person


def _student(stage: Stage, one: Character, now: datetime) -> Player:
    person = create_person(one.email, name=one.name, actor=None, now=now)
    enrollment = enroll(
        stage.course,
        person,
        role=Role.STUDENT,
        section=one.section,
        actor=stage.instructor,
        now=now,
    )
    if one.has_more_time:
        set_time_multiplier(
            enrollment,
            multiplier=MORE_TIME,
            reason="Simulated: an accommodation letter.",
            actor=stage.instructor,
            now=now,
        )
        stage.counts["accommodations"] += 1
    return Player(one, enrollment)


def _runner(stage: Stage, now: datetime) -> Runner:
    pools = sorted({item.spec.grade.pool for item in stage.items})
    runner, _ = enroll_runner(
        f"simulated-{stage.course.pk}",
        pools=pools,
        courses=[stage.course],
        actor=None,
        now=now,
    )
    return runner


def _place(stage: Stage) -> str:
    """Return a word for addresses, so that a person is in one simulated term only."""
    return f"{stage.course.slug}-{stage.course.pk}"
