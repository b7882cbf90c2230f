"""What taking in a file of grades would change: was, would be, and what is wrong."""

from collections.abc import Iterable, Mapping
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

    @property
    def is_below(self) -> bool:
        return self.points is not None and self.points < 0


@dataclass(frozen=True)
class ImportPlan:
    """The whole difference. ``digest`` is another one once any of it changes.

    ``strangers`` are lines of people who are no students here now; with ``problems``
    nothing can be written.
    """

    changes: tuple[Change, ...]
    same: int
    unknown: tuple[str, ...]
    problems: tuple[str, ...]
    strangers: tuple[str, ...] = ()

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
    people = _by_name(students.select_related("user"))
    sheet = sheet_of(course, now=now)
    rows: dict[int, tuple[Cell, ...]] = {}
    places = {c.assignment.slug: n for n, c in enumerate(sheet.columns)}
    lines: dict[int, int] = {}
    changes, problems, same = [], list(read.problems), 0
    strangers = {e.email: e.line for e in read.entries if e.email not in people}
    for entry in read.entries:
        who = people.get(entry.email)
        if who is None:
            continue
        if lines.setdefault(who.pk, entry.line) != entry.line:
            problems.append(_twice(entry, who, lines[who.pk]))
            continue
        if who.pk not in rows:
            rows[who.pk] = cells_of(who, sheet)
        place = places[entry.slug]
        change = _change(entry, who, sheet, place, rows[who.pk][place])
        if change is None:
            same += 1
        elif change.is_below:
            problems.append(_below(entry))
        else:
            changes.append(change)
    return ImportPlan(
        tuple(changes), same, read.unknown, tuple(problems), _of_strangers(strangers)
    )


def _by_name(students: Iterable[Enrollment]) -> dict[str, Enrollment]:
    """Return students by address, and by what is before its @ where only one has it.

    Canvas names people by what they sign in with there, which is often just that.
    """
    people: dict[str, Enrollment] = {}
    short: dict[str, list[Enrollment]] = {}
    for one in students:
        people[one.user.email] = one
        short.setdefault(one.user.email.partition("@")[0], []).append(one)
    alone = {login: found[0] for login, found in short.items() if len(found) == 1}
    return {**alone, **people}


def _below(entry: Entry) -> str:
    """Refuse what only an adjustment leads to, and only as it stands here already."""
    return (
        f"Line {entry.line}, {entry.slug}: {entry.points:g} is less than no points; "
        "take them off as an adjustment."
    )


def _twice(entry: Entry, who: Enrollment, line: int) -> str:
    return f"Line {entry.line}, {entry.slug}: {who.user.email} is on line {line} too."


def _change(
    entry: Entry, who: Enrollment, sheet: Sheet, place: int, cell: Cell
) -> Change | None:
    column, now = sheet.columns[place], cell.grade
    if entry.points is None:
        is_same = now.is_excused
    else:
        is_same = _is_near(now.points, entry.points, entry.rounded_by)
    if is_same:
        return None
    own = sheet.lines.get((who.pk, column.assignment.pk), [])
    lines = max((line.number for line in own), default=0)
    return Change(who, column, now.points, entry.points, lines)


def _is_near(before: float | None, points: float, rounded_by: float) -> bool:
    """Say whether it is the same grade, as far as a program that rounds can tell."""
    within = max(SAME, rounded_by + SAME / 10)
    return before is not None and abs(before - points) < within


def _of_strangers(strangers: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(
        f"Line {line}: {email or 'nobody'} is no student of this course now."
        for email, line in strangers.items()
    )
