"""Keeps what members of a team say of each other, and enters what it comes to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.courses.models import Enrollment
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.meetings.models import Rating
from portal.meetings.policy import BEST, rated_points
from portal.meetings.ratings import Result, Task, is_open, results_of, task_of
from portal.meetings.services.grades import Computed, write_grades

LONGEST = 300


@dataclass(frozen=True)
class Opinion:
    """A rating from 1 to 5 and its sentence."""

    points: int
    sentence: str


@transaction.atomic
def rate_team(
    assignment: Assignment,
    student: Enrollment,
    said: Mapping[int, Opinion],
    *,
    actor: User,
    now: datetime,
) -> list[Rating]:
    """Say something of every member not rated yet, by row number; once, until due."""
    if student.user_id != actor.pk:
        raise NotFoundError("There is no such page.")
    task = task_of(assignment, student, now=now)
    if task.is_closed and task.party.team is not None:
        raise ConflictError("Rating has closed; ask the staff of the course.")
    return _keep(assignment, task, said, actor=actor, now=now)


@transaction.atomic
def rate_for(
    assignment: Assignment,
    student: Enrollment,
    said: Mapping[int, Opinion],
    *,
    actor: User,
    now: datetime,
) -> list[Rating]:
    """Keep what a student said elsewhere, as on paper; staff may, also once it is due.

    Who wrote it down stands in the audit.
    """
    if not is_staff_of(actor, assignment.course):
        raise NotFoundError("There is no such page.")
    task = task_of(assignment, student, now=now)
    return _keep(assignment, task, said, actor=actor, now=now)


@transaction.atomic
def enter_ratings(assignment: Assignment, *, actor: User, now: datetime) -> int:
    """Write everybody's grade to the ledger; return how many keep one by hand."""
    if not is_staff_of(actor, assignment.course):
        raise NotFoundError("There is no such page.")
    Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    if is_open(assignment, now=now):
        raise ConflictError("Students may still rate; enter the grades once it is due.")
    most = float(current_spec(assignment).points)
    wanted = [
        _computed(result, most)
        for team in results_of(assignment)
        for result in team.results
    ]
    return write_grades(assignment, wanted, actor=actor, now=now)


def _keep(
    assignment: Assignment,
    task: Task,
    said: Mapping[int, Opinion],
    *,
    actor: User,
    now: datetime,
) -> list[Rating]:
    """Write one rating of everybody who is left, all or none."""
    team = task.party.team
    if team is None:
        raise ConflictError("You are in no team here; ask the staff of the course.")
    if not task.missing:
        raise ConflictError("You have rated everybody in your team already.")
    for one in task.missing:
        if wrong := why_none(one, said.get(one.pk)):
            raise InvalidError(wrong)
    try:
        with transaction.atomic():
            made = Rating.objects.bulk_create(
                Rating(
                    assignment=assignment,
                    team=team,
                    rater=task.party.enrollment,
                    rated=one,
                    points=said[one.pk].points,
                    sentence=said[one.pk].sentence.strip(),
                    at=now,
                )
                for one in task.missing
            )
    except IntegrityError as error:
        raise ConflictError("You have rated your team already.") from error
    audit.record("team.rated", team, actor=actor, now=now, ratings=len(made))
    return made


def why_none(rated: Enrollment, opinion: Opinion | None) -> str:
    """Return why this is no rating of somebody, or nothing."""
    name = rated.user.name or rated.user.email
    if opinion is None or not 1 <= opinion.points <= BEST:
        return f"Give {name} 1 to {BEST}; nothing was kept."
    if not 0 < len(opinion.sentence.strip()) <= LONGEST:
        return (
            f"Write a sentence about {name}, of at most {LONGEST} characters; "
            "nothing was kept."
        )
    return ""


def _computed(result: Result, most: float) -> Computed:
    points = rated_points(result.mean, most)
    if points is None:
        return Computed(result.student, None, "Nobody in the team gave a rating.")
    return Computed(
        result.student, points, f"Rated {result.mean:.2f} of {BEST} by the team."
    )
