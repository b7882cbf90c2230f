"""Makes a course of a new term from one that was: same content, every date moved."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from graders.spec.dates import days_between
from portal.accounts.models import User
from portal.assignments import services as assignments
from portal.assignments.dates import DueDates, Term
from portal.assignments.selectors import (
    assignments_of,
    current_spec,
    due_dates,
    shown_version,
    shown_versions,
    term_of,
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
    if wanted. A dry run refuses the same, and writes nothing.
    """
    if role_in(actor, source) != Role.INSTRUCTOR:
        raise RefusedError("Only an instructor of a course can copy it.")
    days = shift_of(source, wanted.start)
    called = {"term": wanted.term, "title": wanted.title}
    items = tuple(_items(source, days))
    if is_dry_run:
        planned = courses.plan_copy(source, **called, days=days, now=now)
        return Copied(planned, days, items)
    with transaction.atomic():
        course = courses.copy_course(source, **called, days=days, actor=actor, now=now)
        _fill(course, source, days, actor=actor, now=now)
        if wanted.with_staff:
            courses.copy_staff(source, course, actor=actor, now=now)
    return Copied(course, days, items)


def shift_of(source: Course, start: date) -> int:
    """Return by how many days all of it moves, so that its first session is then."""
    first = meetings(source).order_by("starts_at").first()
    if first is None:
        raise InvalidError("This course has no sessions to start on a given day.")
    return days_between(courses.wall_clock(first.starts_at, source), start)


def _fill(
    course: Course, source: Course, days: int, *, actor: User, now: datetime
) -> None:
    """Bring along everything that is copied but the course itself."""
    copy_categories(source, course)
    courses.enroll(course, actor, role=Role.INSTRUCTOR, actor=actor, now=now)
    for item in assignments_of(source):
        if shown_version(item) is not None:
            made = assignments.copy_assignment(
                item, course, days=days, actor=actor, now=now
            )
            sync_slots(made, actor=actor, now=now)
            carry_grading(item, made, actor=actor, now=now)


def _items(source: Course, days: int) -> Iterator[CopiedItem]:
    """Yield what is copied, with its dates in both terms."""
    items = list(assignments_of(source))
    versions, term = shown_versions(items), term_of(source)
    starts = {
        unit: courses.moved_on(at, source, days) for unit, at in term.sessions.items()
    }
    moved = Term(term.zone, starts, term.shift_days + days)
    for item in items:
        version = versions.get(item.pk)
        if version is not None:
            yield CopiedItem(
                item.slug,
                current_spec(item, version).title,
                due_dates(item, version),
                assignments.dates_of_copy(item, version, term=moved, days=days),
                item.published_version_id is not None,
            )
