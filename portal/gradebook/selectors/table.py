"""Students by assignments."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from portal.assignments.extensions import extensions_in
from portal.assignments.models import Assignment
from portal.courses.models import Course, Enrollment, Role
from portal.gradebook import policy
from portal.gradebook.policy import CategoryRules, CourseGrade
from portal.gradebook.selectors.cells import Cell, Sheet, cells_of, parts_of
from portal.gradebook.selectors.columns import (
    Column,
    columns_of,
    rules_of,
)
from portal.gradebook.selectors.ledger import lines_in, lines_of
from portal.gradebook.selectors.work import work_in
from portal.submissions.models import Submission


@dataclass(frozen=True)
class Row:
    """One student; ``total`` is a percentage of what has been graded so far."""

    enrollment: Enrollment
    cells: tuple[Cell, ...]
    grade: CourseGrade

    @property
    def total(self) -> float | None:
        return self.grade.percent


@dataclass(frozen=True)
class Table:
    """Students by assignments."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    categories: tuple[CategoryRules, ...]


def course_table(
    course: Course, *, only: Enrollment | None = None, now: datetime | None = None
) -> Table:
    """Return the gradebook of a course, or of one enrollment; 6 queries at any size.

    ``now`` decides what is missing, where the course counts that as 0.
    """
    people = course.enrollments.filter(is_active=True, role=Role.STUDENT)
    if only is not None:
        people = course.enrollments.filter(pk=only.pk)
    enrollments = list(people.select_related("user", "section").order_by("user__name"))
    sheet = sheet_of(course, only=only, now=now)
    rows = tuple(row_of(enrollment, sheet) for enrollment in enrollments)
    return Table(sheet.columns, rows, sheet.rules.course.categories)


def own_cells(
    course: Course, enrollment: Enrollment, *, now: datetime | None = None
) -> dict[int, Cell]:
    """Return a student's cells by assignment; 5 queries at any size.

    Released ones are worked out from released ones alone, as on the page of grades.
    """
    sheet = sheet_of(course, only=enrollment, now=now)
    found: dict[int, Cell] = {}
    for one in (sheet, released_only(sheet, enrollment)):
        cells = cells_of(enrollment, one)
        keys = [column.assignment.pk for column in one.columns]
        found.update(zip(keys, cells, strict=True))
    return found


def sheet_of(
    course: Course, *, only: Enrollment | None = None, now: datetime | None = None
) -> Sheet:
    """Return what all cells are made from; 5 to 7 queries at any size."""
    lines = lines_in(course, only)
    rules = rules_of(course)
    columns = columns_of(course, lines, rules)
    work = work_in(course, columns, only)
    return Sheet(
        columns=columns,
        rules=rules,
        work=work,
        lines=lines,
        # A team has the time of whoever in it has the most.
        given=extensions_in(course, only=None if work.is_shared else only),
        now=now or timezone.now(),
    )


def row_of(enrollment: Enrollment, sheet: Sheet) -> Row:
    """Return one student's row; no query."""
    cells = cells_of(enrollment, sheet)
    parts = parts_of(sheet.columns, cells)
    return Row(enrollment, cells, policy.grade_course(parts, sheet.rules.course))


def own_row(
    course: Course, enrollment: Enrollment, *, now: datetime | None = None
) -> tuple[tuple[Column, ...], Row]:
    """Return a student's row of released grades alone, with its columns; 5 queries."""
    sheet = released_only(sheet_of(course, only=enrollment, now=now), enrollment)
    return sheet.columns, row_of(enrollment, sheet)


def released_only(sheet: Sheet, enrollment: Enrollment) -> Sheet:
    """Return the sheet with the columns whose grade this student may see.

    Nothing of the others is left to leak, not by a total and not by slip days.
    """
    shown = tuple(
        column
        for column in sheet.columns
        if policy.fold(
            None, lines_of(sheet.lines, enrollment.pk, column.assignment.pk)
        ).is_released
    )
    return replace(sheet, columns=shown)


def counting_submission(
    enrollment: Enrollment, assignment: Assignment
) -> Submission | None:
    """Return the submission whose score counts, or None; 7 queries.

    It may depend on the student's other work, where slip days are spent.
    """
    sheet = sheet_of(assignment.course, only=enrollment)
    for column, cell in zip(sheet.columns, cells_of(enrollment, sheet), strict=True):
        if column.assignment.pk == assignment.pk and cell.counted is not None:
            return Submission.objects.get(pk=cell.counted.submission_id)
    return None
