"""Why one student's grades are what they are, from checks to the total."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from portal.accounts.models import User
from portal.assignments.models import Assignment, Extension
from portal.courses.models import Course, Enrollment
from portal.gradebook.models import LedgerEntry
from portal.gradebook.policy import CategoryGrade, CourseGrade
from portal.gradebook.policy.trail import (
    Step,
    category_steps,
    course_steps,
    item_steps,
)
from portal.gradebook.selectors.cells import Cell, Sheet
from portal.gradebook.selectors.checked import check_steps
from portal.gradebook.selectors.columns import Column
from portal.gradebook.selectors.ledger import lines_of
from portal.gradebook.selectors.table import own_sheet, released_only, row_of
from portal.gradebook.selectors.work import dates_of


@dataclass(frozen=True)
class TrailLine:
    """A step with its author and time; both for staff only."""

    step: Step
    author: User | None = None
    at: datetime | None = None


@dataclass(frozen=True)
class ItemTrail:
    """One assignment: its grade, how it came to be, and what it gives the course.

    ``share`` is its part of the category, ``gives`` its percent of the whole course.
    """

    column: Column
    cell: Cell
    due: datetime | None
    extension: Extension | None
    steps: tuple[TrailLine, ...]
    percent: float | None
    share: float
    gives: float | None
    is_dropped: bool

    def is_settled(self, now: datetime) -> bool:
        """Whether it is released, and nothing more is to come but a correction."""
        grade, is_due = self.cell.grade, self.due is None or self.due <= now
        if not grade.is_released or grade.is_incomplete or not is_due:
            return False
        if grade.is_excused or grade.is_override:
            return True
        return grade.points is not None and not self.cell.pending_points


@dataclass(frozen=True)
class CategoryTrail:
    """One category with its assignments."""

    grade: CategoryGrade
    items: tuple[ItemTrail, ...]
    steps: tuple[Step, ...]
    gives: float | None


@dataclass(frozen=True)
class Purse:
    """Slip days of one rule: how many there are, how many are spent."""

    days: int
    spent: int

    @property
    def left(self) -> int:
        return self.days - self.spent


@dataclass(frozen=True)
class CourseTrail:
    """A student's whole grade; ``hidden`` assignments are not released yet."""

    enrollment: Enrollment
    grade: CourseGrade
    categories: tuple[CategoryTrail, ...]
    steps: tuple[Step, ...]
    purses: tuple[Purse, ...]
    letters: tuple[tuple[str, float], ...]
    hidden: int

    def is_settled(self, now: datetime) -> bool:
        """Whether the total is the last: what counts nothing may still be open."""
        counting = [one for one in self.categories if one.grade.rules.weight]
        items = [item for one in counting for item in one.items]
        return not self.hidden and all(item.is_settled(now) for item in items)


def course_trail(
    course: Course,
    enrollment: Enrollment,
    *,
    is_staff: bool,
    now: datetime,
    checks_of: Assignment | None = None,
) -> CourseTrail:
    """Return the trail of a student's grades; 5 queries at any size, see ``own_sheet``.

    To the student only of what is released: the rest is as if it were not there, also
    in totals and slip days. Authors and times are for staff. ``checks_of`` says of
    which assignment alone the checks are wanted.
    """
    whole = own_sheet(course, enrollment, now=now)
    sheet = whole if is_staff else released_only(whole, enrollment)
    row = row_of(enrollment, sheet)
    checks = check_steps(row, sheet, checks_of, is_staff=is_staff, now=now)
    items = [
        _item(column, cell, enrollment, sheet, checks, is_staff=is_staff)
        for column, cell in zip(sheet.columns, row.cells, strict=True)
    ]
    return CourseTrail(
        enrollment=enrollment,
        grade=row.grade,
        categories=tuple(_category(one, items) for one in row.grade.categories),
        steps=course_steps(row.grade, sheet.rules.course.final),
        purses=tuple(_purses(sheet, row.cells)),
        letters=tuple(
            sorted(sheet.rules.course.final.letters, key=lambda pair: -pair[1])
        ),
        hidden=len(whole.columns) - len(sheet.columns),
    )


def _item(
    column: Column,
    cell: Cell,
    enrollment: Enrollment,
    sheet: Sheet,
    checks: Mapping[int, list[Step]],
    *,
    is_staff: bool,
) -> ItemTrail:
    pk = column.assignment.pk
    lines = lines_of(sheet.lines, enrollment.pk, pk)
    own = checks.get(cell.counted.submission_id, []) if cell.counted else []
    steps = item_steps(
        cell.counted,
        column.rules,
        column.lateness,
        grade=cell.grade,
        lines=lines,
        is_missing=cell.is_missing,
        is_handed_in=column.is_handed_in,
    )
    part = cell.part(column.max_points)
    return ItemTrail(
        column=column,
        cell=cell,
        due=dates_of(column, enrollment, sheet.given).due,
        extension=sheet.given.held(enrollment, pk),
        steps=tuple(_signed([*own, *steps], lines if is_staff else ())),
        percent=100.0 * part.ratio if part.counts else None,
        share=0.0,
        gives=None,
        is_dropped=False,
    )


def _signed(steps: Iterable[Step], lines: Sequence[LedgerEntry]) -> Iterable[TrailLine]:
    by_number = {line.pk: line for line in lines}
    for step in steps:
        line = by_number.get(step.entry) if step.entry is not None else None
        if line is None:
            yield TrailLine(step)
        else:
            yield TrailLine(step, line.author, line.at)


def _category(grade: CategoryGrade, items: Sequence[ItemTrail]) -> CategoryTrail:
    own = [item for item in items if item.column.category == grade.rules.slug]
    placed = tuple(_placed(item, grade, number) for number, item in enumerate(own))
    return CategoryTrail(
        grade=grade,
        items=placed,
        steps=category_steps(grade, [item.column.title for item in own]),
        gives=None if grade.percent is None else grade.weight * grade.percent,
    )


def _placed(item: ItemTrail, grade: CategoryGrade, number: int) -> ItemTrail:
    share = grade.shares[number]
    return replace(
        item,
        share=share,
        gives=None if item.percent is None else grade.weight * share * item.percent,
        is_dropped=number in grade.dropped,
    )


def _purses(sheet: Sheet, cells: Sequence[Cell]) -> Iterable[Purse]:
    days: dict[int, int] = {}
    spent: dict[int, int] = {}
    for column, cell in zip(sheet.columns, cells, strict=True):
        late = column.lateness
        if late.rule == "slip_days":
            days[late.place] = late.days
            used = cell.counted.slip_days if cell.counted else 0
            spent[late.place] = spent.get(late.place, 0) + used
    for place in sorted(days):
        yield Purse(days[place], spent[place])
