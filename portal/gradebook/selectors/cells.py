"""The cells of one student: what counts after lateness, and what the ledger says."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.assignments.extensions import Extensions
from portal.courses.models import Enrollment
from portal.gradebook import policy
from portal.gradebook.models import LedgerEntry
from portal.gradebook.policy import Candidate, Grade, Group, Part
from portal.gradebook.selectors.columns import Column
from portal.gradebook.selectors.ledger import Lines, lines_of
from portal.gradebook.selectors.rules import Rules
from portal.gradebook.selectors.work import Work, candidates_of, dates_of
from portal.grading.lateness import is_late


@dataclass(frozen=True)
class Cell:
    """One grade of the table, and the submission behind it."""

    grade: Grade
    score: float | None  # what was scored, after lateness and before the ledger
    submission: UUID | None
    number: int | None
    is_late: bool
    pending_points: float
    counted: Candidate | None = None
    is_missing: bool = False  # not handed in, and 0 because of that
    is_shown_alone: bool = False  # released to this student, whatever the others see

    def part(self, max_points: float) -> Part:
        """Return the cell as far as a total needs it."""
        return Part(self.grade.points, max_points, self.grade.is_excused)


@dataclass(frozen=True)
class Sheet:
    """All that the cells of one course are made from."""

    columns: tuple[Column, ...]
    rules: Rules
    work: Work
    lines: Lines
    given: Extensions
    now: datetime


@dataclass(frozen=True)
class _Draft:
    """A cell before it is known how many slip days go to it."""

    column: Column
    candidates: list[Candidate]
    lines: list[LedgerEntry]
    is_missing: bool

    def cell(self, days: int = 0) -> Cell:
        found = policy.paid_work(
            self.candidates, self.column.counts, self.column.lateness, days=days
        )
        score = 0.0 if self.is_missing else None
        if found is not None and self.is_said(found):
            score = found.points
        return Cell(
            grade=policy.fold(score, self.lines),
            score=found.points if found and self.is_said(found) else None,
            submission=None if found is None else found.public_id,
            number=None if found is None else found.number,
            is_late=found is not None and found.is_late,
            pending_points=found.pending_points if found else 0.0,
            counted=found,
            is_missing=self.is_missing,
            is_shown_alone=self.is_shown_alone,
        )

    def is_said(self, found: Candidate) -> bool:
        """Say whether it has points: of what only people grade, once it is whole."""
        return self.column.is_handed_in or not found.pending_points

    @property
    def is_shown_alone(self) -> bool:
        own = [line for line in self.lines if line.enrollment_id is not None]
        is_maybe = any(line.kind == "release" for line in own)
        return is_maybe and policy.fold(None, own).is_released

    @property
    def purse(self) -> int | None:
        """Whose slip days could go here: the place of the rule, or None."""
        late = self.column.lateness
        if late.rule != "slip_days" or not any(c.days_late for c in self.candidates):
            return None
        grade = policy.fold(None, self.lines)
        is_set = grade.is_override or grade.is_excused or grade.is_incomplete
        return None if is_set else late.place


def cells_of(enrollment: Enrollment, sheet: Sheet) -> tuple[Cell, ...]:
    """Return the student's cells, slip days at their best use."""
    drafts = [_draft(column, enrollment, sheet) for column in sheet.columns]
    cells = [draft.cell() for draft in drafts]
    for place in sorted({d.purse for d in drafts if d.purse is not None}):
        _spend(place, drafts, cells, sheet.rules)
    return tuple(cells)


def _draft(column: Column, enrollment: Enrollment, sheet: Sheet) -> _Draft:
    pk = column.assignment.pk
    zone = sheet.rules.term.zone
    found = candidates_of(column, enrollment, sheet.work, sheet.given, zone)
    # What nobody hands in waits for staff: that they wrote nothing yet is no 0.
    is_missing = (
        sheet.rules.makes_missing_zero
        and column.is_handed_in
        and (enrollment.pk, pk) not in sheet.work.handed_in
        and is_late(
            sheet.now, dates_of(column, enrollment, sheet.given).due, column.lateness
        )
    )
    return _Draft(column, found, lines_of(sheet.lines, enrollment.pk, pk), is_missing)


def _spend(
    place: int, drafts: Sequence[_Draft], cells: list[Cell], rules: Rules
) -> None:
    """Put the purse's days where they earn the most; ``cells`` change in place."""
    groups = _by_category(place, drafts, cells)
    weights = _weights(drafts, cells, rules)
    budget = next(d.column.lateness.days for d in drafts if d.purse == place)
    wanted = [
        _group(place, numbers, drafts, cells, rules, budget, weights[slug])
        for slug, numbers in groups.items()
    ]
    for numbers, days in zip(
        groups.values(), policy.best_use(wanted, budget), strict=True
    ):
        for number, spent in zip(numbers, days, strict=True):
            if spent:
                cells[number] = drafts[number].cell(spent)


def _by_category(
    place: int, drafts: Sequence[_Draft], cells: Sequence[Cell]
) -> dict[str, list[int]]:
    """Return the counting columns of each category that the purse can help."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, (draft, cell) in enumerate(zip(drafts, cells, strict=True)):
        if cell.part(draft.column.max_points).counts:
            found[draft.column.category].append(number)
    return {
        slug: numbers
        for slug, numbers in found.items()
        if any(drafts[number].purse == place for number in numbers)
    }


def _weights(
    drafts: Sequence[_Draft], cells: Sequence[Cell], rules: Rules
) -> Mapping[str, float]:
    """Return each category's part of the course, as it is now."""
    parts = parts_of([draft.column for draft in drafts], cells)
    grade = policy.grade_course(parts, rules.course)
    known = {one.rules.slug: one.weight for one in grade.categories}
    return defaultdict(float, known)


def _group(
    place: int,
    numbers: Sequence[int],
    drafts: Sequence[_Draft],
    cells: Sequence[Cell],
    rules: Rules,
    budget: int,
    weight: float,
) -> Group:
    columns = [drafts[number].column for number in numbers]
    said = rules.by_category.get(columns[0].category)
    whole = sum(column.max_points for column in columns)
    by_points = said is not None and said.split == "points"
    return Group(
        worth=tuple(
            _worth(drafts[n], cells[n], budget, is_helped=drafts[n].purse == place)
            for n in numbers
        ),
        weight=weight,
        drop_lowest=said.drop_lowest if said else 0,
        shares=tuple(c.max_points / whole for c in columns) if by_points else None,
        cap=said.cap if said else None,
    )


def _worth(
    draft: _Draft, cell: Cell, budget: int, *, is_helped: bool
) -> tuple[float, ...]:
    """Return what 0, 1, … ``budget`` days make of the cell, in percent."""
    latest = max((one.days_late for one in draft.candidates), default=0)
    useful = min(budget, latest) if is_helped else 0
    worth = [_ratio(draft, cell)]
    worth += [_ratio(draft, draft.cell(days)) for days in range(1, useful + 1)]
    return (*worth, *worth[-1:] * (budget - useful))


def _ratio(draft: _Draft, cell: Cell) -> float:
    return 100.0 * cell.part(draft.column.max_points).ratio


def parts_of(columns: Sequence[Column], cells: Sequence[Cell]) -> dict[str, list[Part]]:
    """Return the cells by category, as far as totals need them."""
    parts: dict[str, list[Part]] = defaultdict(list)
    for column, cell in zip(columns, cells, strict=True):
        parts[column.category].append(cell.part(column.max_points))
    return parts
