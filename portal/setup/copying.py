"""Makes a course of a new term from one that was: same content, every date moved."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from graders.spec.dates import days_between
from portal.accounts.models import User
from portal.assignments import services as assignments
from portal.assignments.dates import DueDates
from portal.assignments.models import Assignment
from portal.assignments.selectors import (
    assignments_of,
    current_spec,
    due_dates,
    shown_version,
)
from portal.courses import services as courses
from portal.courses.access import role_in
from portal.courses.models import Course, Role
from portal.courses.selectors import meetings
from portal.gradebook.services.categories import copy_categories
from portal.lib.errors import InvalidError, RefusedError
from portal.meetings.services import sync_slots
from portal.setup.carrying import carry_grading


@dataclass(frozen=True)
class Wanted:
    """What the new term is called, and the day its first session is on."""

    term: str
    title: str
    start: date
    with_staff: bool = False


@dataclass(frozen=True)
class CopiedItem:
    """One assignment with its dates in the old term and in the new one."""

    slug: str
    title: str
    before: DueDates
    after: DueDates
    is_published: bool


@dataclass(frozen=True)
class Copied:
    """What was made, or would be."""

    course: Course
    days: int
    items: tuple[CopiedItem, ...]


@transaction.atomic
def copy_course(
    source: Course,
    wanted: Wanted,
    *,
    actor: User,
    now: datetime,
    is_dry_run: bool = False,
) -> Copied:
    """Make the course of another term; ConflictError where there is one already.

    Sessions, categories, rules, assignments with what is published, and what staff
    changed beside them, also of how they are graded, come along. People, teams,
    hand-ins and extensions do not; ``actor`` instructs the new one, other staff only
    if wanted.
    """
    if role_in(actor, source) != Role.INSTRUCTOR:
        raise RefusedError("Only an instructor of a course can copy it.")
    days = shift_of(source, wanted.start)
    course = courses.copy_course(
        source, term=wanted.term, title=wanted.title, days=days, actor=actor, now=now
    )
    copy_categories(source, course)
    courses.enroll(course, actor, role=Role.INSTRUCTOR, actor=actor, now=now)
    for item in assignments_of(source):
        if shown_version(item) is not None:
            made = assignments.copy_assignment(
                item, course, days=days, actor=actor, now=now
            )
            sync_slots(made, actor=actor, now=now)
            carry_grading(item, made, actor=actor, now=now)
    if wanted.with_staff:
        courses.copy_staff(source, course, actor=actor, now=now)
    copied = Copied(course, days, _items(source, course))
    if is_dry_run:
        transaction.set_rollback(True)
    return copied


def shift_of(source: Course, start: date) -> int:
    """Return by how many days all of it moves, so that its first session is then."""
    first = meetings(source).order_by("starts_at").first()
    if first is None:
        raise InvalidError("This course has no sessions to start on a given day.")
    return days_between(courses.wall_clock(first.starts_at, source), start)


def _items(source: Course, course: Course) -> tuple[CopiedItem, ...]:
    before = {item.slug: item for item in assignments_of(source)}
    return tuple(
        CopiedItem(
            item.slug,
            current_spec(item).title,
            _dates(before[item.slug]),
            _dates(item),
            item.published_version_id is not None,
        )
        for item in assignments_of(course)
    )


def _dates(assignment: Assignment) -> DueDates:
    return due_dates(assignment)
