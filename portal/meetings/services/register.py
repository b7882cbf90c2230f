"""Takes a session's register: lines are added, and the grades follow."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.courses.models import Enrollment, Session
from portal.lib.errors import ConflictError, InvalidError, NotFoundError
from portal.meetings.models import Mark
from portal.meetings.policy import share_of
from portal.meetings.selectors import Line, Register, held_marks, register_of
from portal.meetings.services.grades import Computed, write_grades

MARKS = (Mark.Kind.PRESENT, Mark.Kind.LATE, Mark.Kind.ABSENT, Mark.Kind.EXCUSED)
LONGEST_REASON = 500


@dataclass(frozen=True)
class Said:
    """What staff say of one student: a mark, and why where it is excused."""

    kind: str
    reason: str = ""


@dataclass(frozen=True)
class Taken:
    """What is said of a session's students, by row number.

    ``seen`` is the newest line that its author saw.
    """

    session: Session
    said: Mapping[int, Said]
    seen: int


def take_register(
    assignment: Assignment,
    session: Session,
    said: Mapping[int, Said],
    *,
    seen: int,
    actor: User,
    now: datetime,
) -> list[Mark]:
    """Take one session's register, as ``take_registers`` takes several."""
    taken = Taken(session, said, seen)
    return take_registers(assignment, [taken], actor=actor, now=now)


@transaction.atomic
def take_registers(
    assignment: Assignment, taken: Sequence[Taken], *, actor: User, now: datetime
) -> list[Mark]:
    """Add a line for each student of whom something else is said; grades follow once.

    ConflictError, and nothing is written, where somebody has marked one of these
    students since the line that was seen.
    """
    _begin(assignment, actor)
    made = [
        mark for one in taken for mark in _take(assignment, one, actor=actor, now=now)
    ]
    students = {mark.enrollment_id: mark.enrollment for mark in made}
    if made:
        _follow(assignment, list(students.values()), actor=actor, now=now)
    return made


@transaction.atomic
def undo_mark(mark: Mark, *, actor: User, now: datetime) -> Mark:
    """Take a line back with another one; what held before it holds again."""
    _begin(mark.assignment, actor)
    if mark.kind == Mark.Kind.UNDO:
        raise ConflictError("This line takes another back; mark the student anew.")
    if Mark.objects.filter(undoes=mark).exists():
        raise ConflictError("Somebody has taken this line back already.")
    undone = Mark.objects.create(
        assignment=mark.assignment,
        session=mark.session,
        enrollment=mark.enrollment,
        kind=Mark.Kind.UNDO,
        undoes=mark,
        author=actor,
        at=now,
    )
    audit.record("register.undone", mark, actor=actor, now=now)
    _follow(mark.assignment, [mark.enrollment], actor=actor, now=now)
    return undone


def _begin(assignment: Assignment, actor: User) -> None:
    """Let one person at a time write an assignment's registers."""
    if not is_staff_of(actor, assignment.course):
        raise NotFoundError("There is no such page.")
    Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)


def _take(
    assignment: Assignment, taken: Taken, *, actor: User, now: datetime
) -> list[Mark]:
    """Write what differs from one session's register."""
    session, said = taken.session, taken.said
    if session.course_id != assignment.course_id:
        raise NotFoundError("There is no such session in this course.")
    if session.starts_at > now:
        raise ConflictError("This session has not begun; nobody can have been there.")
    register = register_of(assignment, session)
    changed = [line for line in register.lines if _differs(line, said)]
    for line in changed:
        _refuse(line, said[line.student.pk], taken.seen)
    made = Mark.objects.bulk_create(
        Mark(
            assignment=assignment,
            session=session,
            enrollment=line.student,
            kind=said[line.student.pk].kind,
            reason=said[line.student.pk].reason.strip(),
            author=actor,
            at=now,
        )
        for line in changed
    )
    if made:
        _record(register, assignment, len(made), actor=actor, now=now)
    return made


def _differs(line: Line, said: Mapping[int, Said]) -> bool:
    wanted = said.get(line.student.pk)
    if wanted is None:
        return False
    mark = line.mark
    return mark is None or (mark.kind, mark.reason) != (
        wanted.kind,
        wanted.reason.strip(),
    )


def _refuse(line: Line, wanted: Said, seen: int) -> None:
    name = line.student.user.name or line.student.user.email
    if wanted.kind not in MARKS:
        raise InvalidError(f"Say present, late, absent or excused of {name}.")
    if wanted.kind == Mark.Kind.EXCUSED and not wanted.reason.strip():
        raise InvalidError(f"Say why {name} is excused; nothing was written.")
    if len(wanted.reason) > LONGEST_REASON:
        raise InvalidError(f"A reason has at most {LONGEST_REASON} characters.")
    if line.mark is not None and line.mark.pk > seen:
        raise ConflictError(
            f"Somebody else marked {name} {line.mark.kind} meanwhile; nothing was "
            "written. Look at the register again.",
            code="stale",
        )


def _record(
    register: Register,
    assignment: Assignment,
    lines: int,
    *,
    actor: User,
    now: datetime,
) -> None:
    unit = register.session.unit
    audit.record(
        "register.taken", assignment, actor=actor, now=now, session=unit, lines=lines
    )


def _follow(
    assignment: Assignment, students: list[Enrollment], *, actor: User, now: datetime
) -> None:
    """Have the grades of these students follow all registers."""
    most = float(current_spec(assignment).points)
    marks = Mark.objects.filter(assignment=assignment, enrollment__in=students)
    kinds: dict[int, list[str]] = {student.pk: [] for student in students}
    for mark in held_marks(marks):
        kinds[mark.enrollment_id].append(mark.kind)
    wanted = []
    for student in students:
        share = share_of(kinds[student.pk])
        points = None if share.value is None else share.value * most
        wanted.append(Computed(student, points, share.sentence))
    write_grades(assignment, wanted, actor=actor, now=now)
