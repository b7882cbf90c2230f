"""The ledger's lines, by cell."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Q, QuerySet

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Course, Enrollment
from portal.gradebook import policy
from portal.gradebook.models import LedgerEntry
from portal.lib.errors import ConflictError
from portal.lib.once import once

Lines = Mapping[tuple[int | None, int | None], list[LedgerEntry]]


def ledger_of(assignment: Assignment, enrollment: Enrollment) -> QuerySet[LedgerEntry]:
    """Return a cell's lines, oldest first, those of the whole assignment too."""
    return (
        LedgerEntry.objects.filter(assignment=assignment)
        .filter(Q(enrollment=enrollment) | Q(enrollment=None))
        .select_related("author")
        .order_by("pk")
    )


def is_released(assignment: Assignment, enrollment: Enrollment) -> bool:
    """Return whether the student may see this grade; 1 query."""
    return policy.fold(None, cell_lines(assignment, enrollment)).is_released


def cell_lines(assignment: Assignment, enrollment: Enrollment) -> list[LedgerEntry]:
    """Return the lines of ``ledger_of``, read with all of the student: once a page."""
    lines = lines_in(assignment.course, enrollment)
    return lines_of(lines, enrollment.pk, assignment.pk)


def entry_of_key(
    author: User, key: str, *, assignment: Assignment, enrollment: Enrollment
) -> LedgerEntry | None:
    """Return the line its author wrote under this key; a repeated request means it.

    Raise ConflictError where the key belongs to a line about another grade.
    """
    if not key:
        return None
    entry = LedgerEntry.objects.filter(author=author, idempotency_key=key).first()
    if entry is not None and (entry.assignment_id, entry.enrollment_id) != (
        assignment.pk,
        enrollment.pk,
    ):
        raise ConflictError(
            "This Idempotency-Key was used for another grade; send a new one.",
            code="idempotency_key_used",
        )
    return entry


def lines_in(course: Course, only: Enrollment | None) -> Lines:
    """Return the course's lines by enrollment and assignment; 1 query.

    Those of one student come with their authors.
    """
    return lines_among([course], None if only is None else [only])


def lines_among(
    courses: Sequence[Course], people: Sequence[Enrollment] | None
) -> Lines:
    """Return the lines of several courses, like ``lines_in``; 1 query, once a page."""
    return _lines(tuple(courses), None if people is None else tuple(people))


@once
def _lines(courses: tuple[Course, ...], people: tuple[Enrollment, ...] | None) -> Lines:
    found = LedgerEntry.objects.filter(course__in=courses).order_by("pk")
    if people is not None:
        found = found.filter(Q(enrollment__in=people) | Q(enrollment=None))
        found = found.select_related("author")
    lines = defaultdict(list)
    for line in found:
        lines[line.enrollment_id, line.assignment_id].append(line)
    return lines


def lines_of(lines: Lines, enrollment: int, assignment: int) -> list[LedgerEntry]:
    """Return a cell's lines, those of the whole assignment first."""
    return [
        *lines.get((None, assignment), []),
        *lines.get((enrollment, assignment), []),
    ]
