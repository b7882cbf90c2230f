"""The gradebook: which submission counts, and the table of a course."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from portal.assignments.models import Assignment
from portal.assignments.selectors import current_overrides
from portal.courses.models import Course, Enrollment, Role
from portal.gradebook import policy
from portal.gradebook.models import Category, LedgerEntry
from portal.gradebook.policy import Candidate, Grade, Part
from portal.grading.lateness import Lateness, lateness_of, points_after
from portal.submissions.models import Submission

Cells = Mapping[tuple[int, int], list[Candidate]]  # by enrollment and assignment


@dataclass(frozen=True)
class Column:
    """One assignment of the table."""

    assignment: Assignment
    title: str
    category: str
    kind: str
    max_points: float
    counts: str
    lateness: Lateness
    is_released: bool


@dataclass(frozen=True)
class Cell:
    """One grade of the table, and the submission behind it."""

    grade: Grade
    score: float | None  # what was scored, after lateness and before the ledger
    submission: UUID | None
    number: int | None
    is_late: bool
    pending_points: float


@dataclass(frozen=True)
class Row:
    """One student; ``total`` is a percentage of what has been graded so far."""

    enrollment: Enrollment
    cells: tuple[Cell, ...]
    total: float | None


@dataclass(frozen=True)
class Table:
    """Students by assignments."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    categories: tuple[Category, ...]


def course_table(course: Course, *, only: Enrollment | None = None) -> Table:
    """Return the gradebook of a course, or of one enrollment; 6 queries at any size."""
    people = course.enrollments.filter(is_active=True, role=Role.STUDENT)
    if only is not None:
        people = course.enrollments.filter(pk=only.pk)
    enrollments = list(people.select_related("user", "section").order_by("user__name"))
    lines = _lines(course, only)
    columns = _columns(course, lines)
    scored = _scored(course, columns, only)
    categories = tuple(course.categories.all())
    rows = tuple(_row(e, columns, categories, scored, lines) for e in enrollments)
    return Table(columns, rows, categories)


def counting_submission(
    enrollment: Enrollment, assignment: Assignment
) -> Submission | None:
    """Return the submission whose score counts, or None; 2 queries."""
    version = assignment.published_version
    if version is None:
        return None
    lateness = _lateness(assignment.course, version.spec)
    rows = Submission.objects.filter(enrollment=enrollment, assignment=assignment)
    found = policy.counting(
        (candidate for _, candidate in _candidates(rows, {assignment.pk: lateness})),
        version.spec["submit"]["counts"],
    )
    return None if found is None else Submission.objects.get(pk=found.submission_id)


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
    return policy.fold(None, list(ledger_of(assignment, enrollment))).is_released


def _lines(
    course: Course, only: Enrollment | None
) -> dict[tuple[int | None, int | None], list[LedgerEntry]]:
    found = course.ledger.order_by("pk")
    if only is not None:
        found = found.filter(Q(enrollment=only) | Q(enrollment=None))
    lines = defaultdict(list)
    for line in found:
        lines[line.enrollment_id, line.assignment_id].append(line)
    return lines


def _columns(
    course: Course, lines: Mapping[tuple[int | None, int | None], list[LedgerEntry]]
) -> tuple[Column, ...]:
    assignments = list(
        course.assignments.filter(published_version__isnull=False, is_removed=False)
        .select_related("published_version")
        .prefetch_related("overrides")
        .order_by("position", "slug")
    )
    columns = []
    for assignment in assignments:
        assignment.course = course
        spec = _spec(assignment)
        grade = policy.fold(None, lines.get((None, assignment.pk), []))
        columns.append(
            Column(
                assignment=assignment,
                title=_title(assignment, spec),
                category=spec["category"],
                kind=spec["kind"],
                max_points=spec["points"],
                counts=spec["submit"]["counts"],
                lateness=_lateness(course, spec),
                is_released=grade.is_released,
            )
        )
    return tuple(columns)


def _scored(
    course: Course, columns: Iterable[Column], only: Enrollment | None
) -> Cells:
    rows = Submission.objects.filter(assignment__course=course)
    if only is not None:
        rows = rows.filter(enrollment=only)
    late = {column.assignment.pk: column.lateness for column in columns}
    scored = defaultdict(list)
    for key, candidate in _candidates(rows, late):
        scored[key].append(candidate)
    return scored


def _candidates(
    rows: QuerySet[Submission], late: Mapping[int, Lateness]
) -> Iterable[tuple[tuple[int, int], Candidate]]:
    values = rows.filter(score__isnull=False, assignment__in=late).values_list(
        "pk",
        "public_id",
        "enrollment_id",
        "assignment_id",
        "number",
        "is_late",
        "score__points",
        "score__pending_points",
    )
    for pk, public_id, who, what, number, is_late, points, pending in values:
        worth = points_after(points, is_late=is_late, lateness=late[what])
        yield (
            (who, what),
            Candidate(pk, public_id, number, worth, pending, is_late),
        )


def _row(
    enrollment: Enrollment,
    columns: tuple[Column, ...],
    categories: tuple[Category, ...],
    scored: Cells,
    lines: Mapping[tuple[int | None, int | None], list[LedgerEntry]],
) -> Row:
    cells = []
    parts: dict[str, list[Part]] = defaultdict(list)
    for column in columns:
        pk = column.assignment.pk
        found = policy.counting(scored.get((enrollment.pk, pk), ()), column.counts)
        own = [*lines.get((None, pk), []), *lines.get((enrollment.pk, pk), [])]
        cell = _cell(found, own)
        cells.append(cell)
        parts[column.category].append(
            Part(cell.grade.points, column.max_points, cell.grade.is_excused)
        )
    return Row(enrollment, tuple(cells), _total(categories, parts))


def _cell(found: Candidate | None, lines: list[LedgerEntry]) -> Cell:
    score = None if found is None else found.points
    return Cell(
        grade=policy.fold(score, lines),
        score=score,
        submission=None if found is None else found.public_id,
        number=None if found is None else found.number,
        is_late=found is not None and found.is_late,
        pending_points=found.pending_points if found else 0.0,
    )


def _total(
    categories: Iterable[Category], parts: Mapping[str, list[Part]]
) -> float | None:
    return policy.total(
        (
            category.weight,
            policy.percent(
                parts.get(category.slug, ()),
                split=category.split,
                drop_lowest=category.drop_lowest,
            ),
        )
        for category in categories
    )


def _spec(assignment: Assignment) -> dict[str, Any]:
    version = assignment.published_version
    if version is None:
        raise ValueError("a column has a published version")
    return dict(version.spec)


def _title(assignment: Assignment, spec: Mapping[str, Any]) -> str:
    override = current_overrides(assignment).get("title")
    return str(override.value if override else spec["title"])


def _lateness(course: Course, spec: Mapping[str, Any]) -> Lateness:
    return lateness_of(
        course.policy, category=spec["category"], assignment=spec["slug"]
    )
