"""A file of registers: a student a row, a session a column; what it would change."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment, Session
from portal.courses.selectors import meetings, students_of
from portal.lib.columns import Row, rows_by_column
from portal.lib.errors import InvalidError
from portal.lib.spreadsheets import Value
from portal.meetings.models import Mark
from portal.meetings.policy import share_of
from portal.meetings.selectors import Register, RegisterTable, register_of
from portal.meetings.services import Said, Taken
from portal.meetings.services.register import MARKS

SESSION = re.compile(r"(?:session )?(\d{1,4})", re.ASCII)
BESIDE = ("email", "name", "section", "share %")  # of the file that goes out
NOTHING = ("", "-")


@dataclass(frozen=True)
class Change:
    """One mark that would be another; ``before`` is nothing where there is none."""

    student: Enrollment
    session: Session
    before: str
    said: Said


@dataclass
class RegistersPlan:
    """All that a file would change; with ``problems`` nothing can be written."""

    changes: list[Change] = field(default_factory=list)
    same: int = 0
    problems: list[str] = field(default_factory=list)
    seen: dict[Session, int] = field(default_factory=dict)
    begun: set[Session] = field(default_factory=set)
    held: dict[tuple[Session, int], Mark] = field(default_factory=dict)

    @property
    def taken(self) -> list[Taken]:
        """Return it as the registers are written, by session."""
        said: dict[Session, dict[int, Said]] = {}
        for one in self.changes:
            said.setdefault(one.session, {})[one.student.pk] = one.said
        return [Taken(one, found, self.seen[one]) for one, found in said.items()]


def plan_registers(
    assignment: Assignment, content: bytes, *, rest: str = "", now: datetime
) -> RegistersPlan:
    """Compare a file with the registers; 3 queries and 2 a session, writes nothing.

    ``rest`` is the mark of everybody without one at the file's sessions.
    """
    rows = rows_by_column(content, ["email"], takes_others=True)
    plan = RegistersPlan()
    columns = _columns(assignment, rows[0], plan)
    registers = {name: register_of(assignment, one) for name, one in columns.items()}
    plan.seen = {one.session: one.seen for one in registers.values()}
    plan.begun = {one for one in plan.seen if one.starts_at <= now}
    plan.held = {
        (one.session, line.student.pk): line.mark
        for one in registers.values()
        for line in one.lines
        if line.mark is not None
    }
    people = {one.user.email.lower(): one for one in students_of(assignment.course)}
    first: dict[str, int] = {}
    for row in rows:
        email = row["email"].lower()
        if email not in people:
            plan.problems.append(row.wrong(f"{email or 'nobody'} is no student here."))
        elif email in first:
            plan.problems.append(row.wrong(f"{email} is on line {first[email]} too."))
        else:
            first[email] = row.line
            for name, register in registers.items():
                _look(plan, row, name, people[email], register.session)
    if rest:
        _fill(plan, registers.values(), rest)
    return plan


def _columns(
    assignment: Assignment, row: Row, plan: RegistersPlan
) -> dict[str, Session]:
    """Return the session of each column; what is no such column is a problem."""
    known = {one.unit: one for one in meetings(assignment.course)}
    found: dict[str, Session] = {}
    for name in row.cells:
        if name in BESIDE:
            continue
        match = SESSION.fullmatch(name)
        session = known.get(int(match[1])) if match else None
        if session is None:
            units = ", ".join(map(str, known)) or "none"
            plan.problems.append(
                f"Line 1: {name!r} is no session of this course; there are: {units}."
            )
        elif session in found.values():
            plan.problems.append(f"Line 1: session {session.unit} is there twice.")
        else:
            found[name] = session
    if not found and not plan.problems:
        raise InvalidError(
            "Line 1: no column is a session; call one 'session 1', or just 1."
        )
    return found


def _look(
    plan: RegistersPlan, row: Row, name: str, student: Enrollment, session: Session
) -> None:
    """Note what one cell would change."""
    if row[name] in NOTHING:
        return
    word, _, reason = (part.strip() for part in row[name].partition(":"))
    said = Said(word.lower(), reason)
    held = plan.held.get((session, student.pk))
    if held and held.kind == said.kind and reason in ("", held.reason):
        plan.same += 1
    elif wrong := _wrong(said, is_open=session in plan.begun):
        plan.problems.append(row.wrong(f"{name}: {wrong}"))
    else:
        before = held.kind if held else ""
        plan.changes.append(Change(student, session, before, said))


def _wrong(said: Said, *, is_open: bool) -> str:
    """Return why this can't be written, or nothing."""
    if said.kind not in MARKS:
        return f"{said.kind[:40]!r} is no mark; allowed: {', '.join(MARKS)}."
    if said.kind == Mark.Kind.EXCUSED and not said.reason:
        return "say why, as in 'excused: ill'."
    return "" if is_open else "it has not begun; nobody can have been there."


def _fill(plan: RegistersPlan, registers: Iterable[Register], rest: str) -> None:
    """Give ``rest`` to whoever has no mark, and gets none by the file."""
    said = {(one.student.pk, one.session) for one in plan.changes}
    plan.changes += [
        Change(line.student, register.session, "", Said(rest))
        for register in registers
        for line in register.lines
        if register.session in plan.begun
        and line.mark is None
        and (line.student.pk, register.session) not in said
    ]


def rows_of(table: RegisterTable) -> Iterator[Sequence[Value]]:
    """Yield every mark that holds as the rows of a file that can be taken in again."""
    units = [f"session {one.unit}" for one in table.sessions]
    yield ["email", "name", "section", *units, "share %"]
    for student, marks in table.lines:
        share = share_of(mark for mark in marks if mark)
        section = student.section.name if student.section else ""
        yield [
            *(student.user.email, student.user.name, section),
            *marks,
            None if share.value is None else round(100 * share.value, 2),
        ]
