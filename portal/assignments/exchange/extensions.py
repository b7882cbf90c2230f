"""A file of extensions: who has until when on what; what of it is new."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from graders.spec.dates import at_wall_clock, is_skipped
from portal.assignments.extensions import Extensions, extensions_in
from portal.assignments.models import Assignment, Extension
from portal.assignments.selectors import assignments_of
from portal.assignments.services.extension import (
    refuse_no_reason,
    refuse_useless,
)
from portal.courses.models import Course, Enrollment, Section
from portal.courses.selectors import students_of
from portal.lib.columns import Row, rows_by_column
from portal.lib.errors import InvalidError

NEEDED = ("assignment", "until", "reason")
TO = ("email", "section")
BESIDE = ("name",)
Receiver = Enrollment | Section


@dataclass(frozen=True)
class Given:
    """More time for somebody; ``before`` is until when they had it."""

    assignment: Assignment
    to: Receiver
    until: datetime
    reason: str
    before: datetime | None

    @property
    def who(self) -> str:
        """Return whose it is."""
        if isinstance(self.to, Section):
            return f"section {self.to.name}"
        return self.to.user.email


@dataclass
class ExtensionsPlan:
    """All that a file would give; with ``problems`` nothing can be written."""

    given: list[Given] = field(default_factory=list)
    same: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Known:
    """What a line may name, and what holds already."""

    zone: ZoneInfo
    assignments: Mapping[str, Assignment]
    students: Mapping[str, Enrollment]
    sections: Mapping[str, Section]
    held: Extensions

    def receiver(self, row: Row) -> Receiver:
        """Return whom a line is about."""
        found: Receiver | None
        email, section = row["email"].lower(), row["section"]
        if bool(email) == bool(section):
            raise InvalidError("name an email or a section, and not both.")
        found = self.students.get(email) if email else self.sections.get(section)
        if found is None:
            what = "student" if email else "section"
            raise InvalidError(f"{email or section} is no {what} of this course now.")
        return found

    def line(self, assignment: Assignment, to: Receiver) -> Extension | None:
        """Return the newest line for the same receiver."""
        lines = (
            self.held.of_people if isinstance(to, Enrollment) else self.held.of_sections
        )
        return lines.get((to.pk, assignment.pk))


def plan_extensions(course: Course, content: bytes) -> ExtensionsPlan:
    """Compare a file with the extensions there are; 4 queries, writes nothing."""
    plan, first = ExtensionsPlan(), dict[tuple[int, str], int]()
    known = _Known(
        ZoneInfo(course.timezone),
        {one.slug: one for one in assignments_of(course)},
        {one.user.email.lower(): one for one in students_of(course)},
        {one.name: one for one in course.sections.all()},
        extensions_in(course),
    )
    for row in rows_by_column(content, NEEDED, (*TO, *BESIDE)):
        try:
            given = _given(row, known)
            line = first.setdefault((given.assignment.pk, given.who), row.line)
            if line != row.line:
                raise InvalidError(f"{given.who} is on line {line} too.")
        except InvalidError as error:
            plan.problems.append(row.wrong(error.sentence))
            continue
        held = known.line(given.assignment, given.to)
        if held and (held.until, held.reason) == (given.until, given.reason):
            plan.same += 1
        else:
            plan.given.append(given)
    return plan


def instant_of(text: str, zone: ZoneInfo) -> datetime:
    """Return an instant as it is written, in the course's zone without an offset."""
    try:
        said = datetime.fromisoformat(text)
    except ValueError as error:
        raise InvalidError(
            f"{text[:40]!r} is no date and time; write it as 2026-10-05T23:59."
        ) from error
    if said.tzinfo is not None:
        return said
    if is_skipped(said, zone):
        raise InvalidError(f"Clocks in {zone} skip {text}: choose another time.")
    return at_wall_clock(said, zone)


def _given(row: Row, known: _Known) -> Given:
    assignment = known.assignments.get(row["assignment"])
    if assignment is None:
        raise InvalidError(
            f"there is no assignment {row['assignment']!r}; there are: "
            f"{', '.join(known.assignments) or 'none'}."
        )
    to = known.receiver(row)
    until = instant_of(row["until"], known.zone)
    refuse_useless(assignment, until)
    reason = refuse_no_reason(row["reason"])
    held = known.line(assignment, to)
    return Given(assignment, to, until, reason, held.until if held else None)
