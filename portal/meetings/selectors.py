"""Reads of registers."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec
from portal.courses.models import Enrollment, Session
from portal.courses.selectors import meetings, students_of
from portal.gradebook.policy import standing
from portal.meetings.models import ComputedLine, Mark
from portal.meetings.policy import Share, share_of


@dataclass(frozen=True)
class Line:
    """One student of a register; ``mark`` is what holds, None where nothing does."""

    student: Enrollment
    mark: Mark | None


@dataclass(frozen=True)
class Register:
    """A session's register as it is now; ``seen`` is its newest line's number."""

    session: Session
    lines: list[Line]
    entries: list[Mark]  # newest first
    seen: int = 0


@dataclass(frozen=True)
class Meeting:
    """A session and how many were there."""

    session: Session
    counts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Attendance:
    """All registers of an assignment."""

    meetings: list[Meeting]
    students: list[tuple[Enrollment, Share]]


@dataclass(frozen=True)
class RegisterTable:
    """Every mark that holds: a line a student, a mark or nothing a session."""

    sessions: list[Session]
    lines: list[tuple[Enrollment, list[str]]]


def is_attendance(assignment: Assignment) -> bool:
    """Say whether the assignment's score follows from registers."""
    return current_spec(assignment).kind == "attendance"


def register_of(assignment: Assignment, session: Session) -> Register:
    """Return one session's register; 2 queries at any size."""
    entries = list(
        Mark.objects.filter(assignment=assignment, session=session)
        .select_related("enrollment__user", "author", "undoes", "undone_by")
        .order_by("-pk")
    )
    held = {mark.enrollment_id: mark for mark in held_marks(entries)}
    students = students_of(assignment.course)
    return Register(
        session,
        [Line(student, held.get(student.pk)) for student in students],
        entries,
        entries[0].pk if entries else 0,
    )


def attendance_of(assignment: Assignment) -> Attendance:
    """Return every session's counts and every student's share; 3 queries."""
    found = Mark.objects.filter(assignment=assignment)
    kinds: dict[int, list[str]] = defaultdict(list)
    counts: dict[int, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for mark in held_marks(found):
        kinds[mark.enrollment_id].append(mark.kind)
        counts[mark.session_id][mark.kind] += 1
    sessions = meetings(assignment.course)
    return Attendance(
        [Meeting(one, dict(counts.get(one.pk, {}))) for one in sessions],
        [(one, share_of(kinds[one.pk])) for one in students_of(assignment.course)],
    )


def register_table(assignment: Assignment) -> RegisterTable:
    """Return all registers beside each other; 3 queries."""
    found = held_marks(Mark.objects.filter(assignment=assignment))
    marks = {(mark.enrollment_id, mark.session_id): mark.kind for mark in found}
    sessions = list(meetings(assignment.course))
    return RegisterTable(
        sessions,
        [
            (student, [marks.get((student.pk, one.pk), "") for one in sessions])
            for student in students_of(assignment.course)
        ],
    )


def own_marks(assignment: Assignment, student: Enrollment) -> list[Mark]:
    """Return what holds for one student, by session; 1 query."""
    found = Mark.objects.filter(assignment=assignment, enrollment=student)
    held = held_marks(found.select_related("session"))
    return sorted(held, key=lambda mark: mark.session.unit)


def worked_out(student: Enrollment) -> frozenset[int]:
    """Return which lines of the student's ledger were worked out; 1 query."""
    found = ComputedLine.objects.filter(entry__enrollment=student)
    return frozenset(found.values_list("entry_id", flat=True))


def held_marks(marks: Iterable[Mark]) -> list[Mark]:
    """Return the newest line that holds of each student and session."""
    newest: dict[tuple[int, int], Mark] = {}
    for mark in sorted(standing(list(marks)), key=lambda one: one.pk):
        if mark.kind != Mark.Kind.UNDO:
            newest[mark.session_id, mark.enrollment_id] = mark
    return list(newest.values())
