"""A cell as somebody sees it before they write: what it is, and its version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.models import LedgerEntry
from portal.gradebook.policy import standing
from portal.gradebook.policy.trail import number
from portal.gradebook.selectors.cells import Cell, cells_of
from portal.gradebook.selectors.columns import Column
from portal.gradebook.selectors.table import own_sheet

SETTING = ("override", "adjustment", "excuse", "incomplete")


@dataclass(frozen=True)
class Seen:
    """One cell now; ``column`` and ``cell`` are None while nothing is published.

    ``version`` changes with every line of this cell, and with the counting score.
    """

    lines: int
    column: Column | None = None
    cell: Cell | None = None
    last: LedgerEntry | None = None  # that sets the grade and holds

    @property
    def points(self) -> float | None:
        return self.cell.grade.points if self.cell else None

    @property
    def version(self) -> str:
        if self.cell is None:
            return f"{self.lines}"
        return f"{self.lines}-{self.cell.number or 0}-{self.cell.score!r}"

    @property
    def words(self) -> str:
        """Return what the grade is now and who made it so, for who comes too late."""
        grade = self.cell.grade if self.cell else None
        what = "none" if grade is None or grade.points is None else number(grade.points)
        if grade is not None and (grade.is_excused or grade.is_incomplete):
            what = "excused" if grade.is_excused else "incomplete"
        if self.last is None:
            return f"The grade is {what} now; it changed while you looked at it."
        who = self.last.author.name or self.last.author.email
        return f"The grade is {what} now; {who} wrote: {self.last.reason}"


def seen_cell(assignment: Assignment, enrollment: Enrollment, *, now: datetime) -> Seen:
    """Return the cell as it is now; as many queries as ``own_sheet``."""
    sheet = own_sheet(assignment.course, enrollment, now=now)
    own = sheet.lines.get((enrollment.pk, assignment.pk), [])
    lines, last = max((line.number for line in own), default=0), last_setting(own)
    for column, cell in zip(sheet.columns, cells_of(enrollment, sheet), strict=True):
        if column.assignment.pk == assignment.pk:
            return Seen(lines, column, cell, last)
    return Seen(lines, last=last)


def last_setting(lines: Sequence[LedgerEntry]) -> LedgerEntry | None:
    """Return the newest line that holds and sets the grade."""
    held = [line for line in standing(lines) if line.kind in SETTING]
    return max(held, key=lambda line: line.pk, default=None)
