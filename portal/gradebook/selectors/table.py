"""Students by assignments."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from django.utils import timezone

from portal.assignments.models import Assignment
from portal.assignments.teams import team_size
from portal.courses.models import Course, Enrollment, Role
from portal.gradebook import policy
from portal.gradebook.policy import CategoryRules, CourseGrade
from portal.gradebook.selectors.cells import Cell, Sheet, cells_of, parts_of
from portal.gradebook.selectors.columns import Column, columns_in
from portal.gradebook.selectors.ledger import lines_among, lines_of
from portal.gradebook.selectors.rules import rulebooks_of
from portal.gradebook.selectors.work import work_in
from portal.grading.selectors import scored_work
from portal.lib.once import once
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
    """Return the gradebook of a course, or of one enrollment; 5 queries at any size.

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
    """Return a student's cells by assignment, as ``shown_cells``; as ``own_sheet``."""
    return shown_cells(own_sheet(course, enrollment, now=now), enrollment)


def shown_cells(sheet: Sheet, enrollment: Enrollment) -> dict[int, Cell]:
    """Return a student's cells by assignment; no query.

    Released ones are worked out from released ones alone, as on the page of grades.
    """
    found: dict[int, Cell] = {}
    for one in (sheet, released_only(sheet, enrollment)):
        cells = cells_of(enrollment, one)
        keys = [column.assignment.pk for column in one.columns]
        found.update(zip(keys, cells, strict=True))
    return found


def sheet_of(
    course: Course, *, only: Enrollment | None = None, now: datetime | None = None
) -> Sheet:
    """Return what all cells are made from, as ``sheets_of``."""
    people = None if only is None else [only]
    return sheets_of([course], people, now=now)[course.pk]


def sheets_of(
    courses: Sequence[Course],
    people: Sequence[Enrollment] | None = None,
    *,
    now: datetime | None = None,
) -> dict[int, Sheet]:
    """Return each course's sheet, by its number, of these people or of everybody.

    4 queries, however many courses and people: the ledger, the rules with sessions and
    extensions, the assignments with overrides, the work with teams and choices.
    """
    lines = lines_among(courses, people)
    books = rulebooks_of(courses, people)
    rules = {pk: book.rules for pk, book in books.items()}
    columns = columns_in(courses, lines, rules)
    work = work_in(courses, chain.from_iterable(columns.values()), people)
    now = now or timezone.now()
    return {
        pk: Sheet(columns[pk], book.rules, work, lines, book.given, now)
        for pk, book in books.items()
    }


def own_sheet(
    course: Course, enrollment: Enrollment, *, now: datetime | None = None
) -> Sheet:
    """Return one student's sheet; 4 queries, and 4 a page however often asked."""
    return replace(_own_sheet(course, enrollment), now=now or timezone.now())


@once
def _own_sheet(course: Course, enrollment: Enrollment) -> Sheet:
    return sheet_of(course, only=enrollment)


def own_work(assignment: Assignment, enrollment: Enrollment) -> tuple[Submission, ...]:
    """Return what reaches a person at an assignment, newest first, papers too.

    1 query; none for students whose sheet says that there is nothing.
    """
    if enrollment.role == Role.STUDENT and not team_size(assignment).is_teamwork:
        sheet = own_sheet(assignment.course, enrollment)
        if (enrollment.pk, assignment.pk) not in sheet.work.handed_in:
            return ()
    return scored_work(enrollment, assignment)


def row_of(enrollment: Enrollment, sheet: Sheet) -> Row:
    """Return one student's row; no query."""
    cells = cells_of(enrollment, sheet)
    parts = parts_of(sheet.columns, cells)
    return Row(enrollment, cells, policy.grade_course(parts, sheet.rules.course))


def own_row(
    course: Course, enrollment: Enrollment, *, now: datetime | None = None
) -> tuple[tuple[Column, ...], Row]:
    """Return a student's row of released grades alone, with its columns.

    As many queries as ``own_sheet``.
    """
    whole = own_sheet(course, enrollment, now=now)
    sheet = released_only(whole, enrollment)
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
