"""What taking in a file of grades would change: was, would be, and what is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from portal.courses.models import Course, Enrollment, Role
from portal.gradebook.exchange.reading import Entry, ReadGrades
from portal.gradebook.selectors.cells import Cell, Sheet, cells_of
from portal.gradebook.selectors.columns import Column
from portal.gradebook.selectors.table import sheet_of

SAME = 5e-4  # points: files carry four decimals


@dataclass(frozen=True)
class Change:
    """One grade that would be another; ``points`` None excuses."""

    enrollment: Enrollment
    column: Column
    before: float | None
    points: float | None
    lines: int  # of the cell, in the ledger

    @property
    def is_above(self) -> bool:
        return self.points is not None and self.points > self.column.max_points


@dataclass(frozen=True)
class ImportPlan:
    """The whole difference. ``digest`` is another one once any of it changes."""

    changes: tuple[Change, ...]
    same: int
    unknown: tuple[str, ...]
    problems: tuple[str, ...]

    @property
    def above(self) -> list[Change]:
        return [change for change in self.changes if change.is_above]

    @property
    def digest(self) -> str:
        said = [
            (c.enrollment.pk, c.column.assignment.pk, c.before, c.points, c.lines)
            for c in self.changes
        ]
        return sha256(repr(said).encode()).hexdigest()


def plan_import(course: Course, read: ReadGrades, *, now: datetime) -> ImportPlan:
    """Compare the file with the gradebook; 6 queries, writes nothing."""
    students = course.enrollments.filter(role=Role.STUDENT, is_active=True)
    people = {one.user.email: one for one in students.select_related("user")}
    sheet = sheet_of(course, now=now)
    rows: dict[int, tuple[Cell, ...]] = {}
    places = {c.assignment.slug: n for n, c in enumerate(sheet.columns)}
    changes, problems, same = [], list(read.problems), 0
    strangers = {e.email: e.line for e in read.entries if e.email not in people}
    problems += _of_strangers(strangers)
    for entry in read.entries:
        who = people.get(entry.email)
        if who is None:
            continue
        if who.pk not in rows:
            rows[who.pk] = cells_of(who, sheet)
        place = places[entry.slug]
        change = _change(entry, who, sheet, place, rows[who.pk][place])
        if change is None:
            same += 1
        else:
            changes.append(change)
    return ImportPlan(tuple(changes), same, read.unknown, tuple(problems))


def _change(
    entry: Entry, who: Enrollment, sheet: Sheet, place: int, cell: Cell
) -> Change | None:
    column, now = sheet.columns[place], cell.grade
    if entry.points is None:
        is_same = now.is_excused
    else:
        is_same = now.points is not None and abs(now.points - entry.points) < SAME
    if is_same:
        return None
    own = sheet.lines.get((who.pk, column.assignment.pk), [])
    lines = max((line.number for line in own), default=0)
    return Change(who, column, now.points, entry.points, lines)


def _of_strangers(strangers: dict[str, int]) -> Iterator[str]:
    for email, line in strangers.items():
        yield f"Line {line}: {email or 'nobody'} is no student of this course now."
