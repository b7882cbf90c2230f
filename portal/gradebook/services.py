"""Every write of the gradebook: lines of the ledger, and categories from files."""

import math
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from graders.spec import CourseSpec
from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.courses.models import Course, Enrollment
from portal.gradebook.models import Category, LedgerEntry
from portal.lib.errors import ConflictError, InvalidError, NotFoundError

Kind = LedgerEntry.Kind
LONGEST_REASON = 2000


def enter_override(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    points: float,
    reason: str,
    actor: User,
    now: datetime,
) -> LedgerEntry:
    """Say that the grade is ``points``, whatever was scored."""
    if not 0 <= points <= 1e6:
        raise InvalidError("A grade is a number of points from 0 up.")
    return _enter(
        Kind.OVERRIDE, assignment, enrollment, reason, actor, now, points=points
    )


def adjust(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    points: float,
    reason: str,
    actor: User,
    now: datetime,
) -> LedgerEntry:
    """Add ``points``, which may be negative, to whatever is scored."""
    if not math.isfinite(points) or abs(points) > 1e6:
        raise InvalidError("An adjustment is a number of points.")
    return _enter(
        Kind.ADJUSTMENT, assignment, enrollment, reason, actor, now, points=points
    )


def excuse(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    reason: str,
    actor: User,
    now: datetime,
) -> LedgerEntry:
    """Leave the assignment out of this student's grade."""
    return _enter(Kind.EXCUSE, assignment, enrollment, reason, actor, now)


def comment(
    assignment: Assignment,
    enrollment: Enrollment,
    *,
    text: str,
    actor: User,
    now: datetime,
) -> LedgerEntry:
    """Say something about a grade; the student reads it."""
    return _enter(Kind.COMMENT, assignment, enrollment, text, actor, now)


def release(
    assignment: Assignment,
    *,
    reason: str,
    actor: User,
    now: datetime,
    enrollment: Enrollment | None = None,
) -> LedgerEntry:
    """Show the grades of an assignment to its students, or one student's to them."""
    return _enter(Kind.RELEASE, assignment, enrollment, reason, actor, now)


def undo(entry: LedgerEntry, *, reason: str, actor: User, now: datetime) -> LedgerEntry:
    """Take a line back with another line; the first stays readable."""
    try:
        with transaction.atomic():
            return _write(
                Kind.UNDO,
                course=entry.course,
                assignment=entry.assignment,
                enrollment=entry.enrollment,
                reason=reason,
                actor=actor,
                now=now,
                undoes=entry,
            )
    except IntegrityError as error:
        raise ConflictError("Somebody has taken this line back already.") from error


@transaction.atomic
def sync_categories(
    course: Course, spec: CourseSpec, *, actor: User | None, now: datetime
) -> list[str]:
    """Make the course's categories those of its file; return what changed, in words."""
    before = {category.slug: category for category in course.categories.all()}
    changes = []
    for position, wanted in enumerate(spec.categories):
        values: dict[str, Any] = {
            "title": wanted.title or wanted.slug,
            "weight": wanted.weight,
            "split": wanted.split,
            "drop_lowest": wanted.drop_lowest,
            "marks": wanted.marks,
            "cap": wanted.cap,
            "required": wanted.required,
            "is_extra": wanted.is_extra,
            "position": position,
        }
        old = before.pop(wanted.slug, None)
        if old is None:
            changes.append(f"new category {wanted.slug}")
            Category.objects.create(course=course, slug=wanted.slug, **values)
        elif any(getattr(old, key) != value for key, value in values.items()):
            changes.append(f"changed category {wanted.slug}")
            Category.objects.filter(pk=old.pk).update(**values)
    for gone in before.values():
        changes.append(f"removed category {gone.slug}")
        gone.delete()
    if changes:
        audit.record(
            "course.categories_changed", course, actor=actor, now=now, changes=changes
        )
    return changes


@transaction.atomic
def _enter(
    kind: LedgerEntry.Kind,
    assignment: Assignment,
    enrollment: Enrollment | None,
    reason: str,
    actor: User,
    now: datetime,
    points: float | None = None,
) -> LedgerEntry:
    if enrollment is not None and enrollment.course_id != assignment.course_id:
        raise NotFoundError("This person is not in the course of this assignment.")
    return _write(
        kind,
        course=assignment.course,
        assignment=assignment,
        enrollment=enrollment,
        reason=reason,
        actor=actor,
        now=now,
        points=points,
    )


def _write(
    kind: LedgerEntry.Kind,
    *,
    course: Course,
    reason: str,
    actor: User,
    now: datetime,
    **fields: Any,
) -> LedgerEntry:
    if not is_staff_of(actor, course):
        raise NotFoundError("There is no such course.")
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidError(
            f"Say why, in at most {LONGEST_REASON:,} characters; the student reads it."
        )
    entry = LedgerEntry.objects.create(
        kind=kind, course=course, reason=reason, author=actor, at=now, **fields
    )
    audit.record(
        f"ledger.{kind.value}", entry, actor=actor, now=now, points=entry.points
    )
    return entry
