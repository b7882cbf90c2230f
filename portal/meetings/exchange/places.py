"""A file of who presents when: what it would change, and what stands in its way."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import QuerySet

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.courses.selectors import student_by_email
from portal.lib.columns import Row, rows_by_column
from portal.lib.errors import NotFoundError
from portal.meetings.models import Place, Slot

NEEDED = ("email", "session", "role")


@dataclass(frozen=True)
class Seat:
    """A student who would have a place in a slot."""

    student: Enrollment
    slot: Slot


@dataclass
class PlacesPlan:
    """All that a file would change; with ``problems`` nothing can be written."""

    seats: list[Seat] = field(default_factory=list)
    same: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Filled:
    """An open slot, who has its places, and who waits in its line, first come first."""

    slot: Slot
    places: tuple[Place, ...]
    line: tuple[Place, ...]


def filled_slots(assignment: Assignment) -> list[Filled]:
    """Return the open slots by session with who is in them; 2 queries."""
    slots = Slot.objects.filter(assignment=assignment, closed_at=None)
    found: dict[int, list[Place]] = {}
    for place in _places(assignment):
        found.setdefault(place.slot_id, []).append(place)
    return [
        Filled(
            slot,
            tuple(one for one in found.get(slot.pk, ()) if not one.is_waiting),
            tuple(one for one in found.get(slot.pk, ()) if one.is_waiting),
        )
        for slot in slots.select_related("session", "assignment__course")
    ]


def slot_at(assignment: Assignment, unit: int, role: str = "") -> Slot:
    """Return the open slot for a role at a session, or say which ones there are."""
    open_slots = [one.slot for one in filled_slots(assignment)]
    here = [one for one in open_slots if one.session.unit == unit]
    found = [one for one in here if role.lower() in ("", one.role.lower())]
    if len(found) == 1:
        return found[0]
    if here:
        roles = ", ".join(repr(one.role) for one in here)
        raise NotFoundError(f"Name a role that session {unit} has a slot for: {roles}.")
    units = sorted({one.session.unit for one in open_slots})
    said = ", ".join(map(str, units)) or "none"
    raise NotFoundError(f"Session {unit} has no open slot; these have: {said}.")


def place_of(assignment: Assignment, student: Enrollment) -> Place | None:
    """Return where a student is or waits; 1 query."""
    return _places(assignment).filter(enrollment=student).first()


def plan_places(assignment: Assignment, content: bytes) -> PlacesPlan:
    """Compare a file with the places there are; 2 queries and 1 a line."""
    plan, seen = PlacesPlan(), set[int]()
    found = filled_slots(assignment)
    slots = {(one.slot.session.unit, one.slot.role.lower()): one.slot for one in found}
    free = Counter({one.slot.pk: one.slot.places - len(one.places) for one in found})
    here = {place.enrollment_id: place for place in _places(assignment)}
    for row in rows_by_column(content, NEEDED, ("name", "section")):
        student = student_by_email(assignment.course, row["email"])
        slot = slots.get((_unit(row), row["role"].lower()))
        if student is None:
            plan.problems.append(row.wrong(f"{row['email']} is no student here."))
        elif slot is None:
            plan.problems.append(row.wrong(_no_slot(row)))
        elif student.pk in seen:
            plan.problems.append(row.wrong(f"{row['email']} is named twice."))
        else:
            seen.add(student.pk)
            _seat(plan, row, Seat(student, slot), here.get(student.pk), free)
    return plan


def _seat(
    plan: PlacesPlan, row: Row, seat: Seat, own: Place | None, free: Counter[int]
) -> None:
    """Note what one line would change; ``own`` is where its student is or waits."""
    slot = seat.slot
    if own is not None and own.slot_id == slot.pk and not own.is_waiting:
        plan.same += 1
    elif own is not None and own.slot_id != slot.pk:
        where = f"{own.slot.role!r} at session {own.slot.session.unit}"
        does = "waits for" if own.is_waiting else "has"
        plan.problems.append(
            row.wrong(f"{row['email']} {does} {where}; remove them there first.")
        )
    elif free[slot.pk] <= 0:
        said = f"{slot.role!r} at session {slot.session.unit} has no free place."
        plan.problems.append(row.wrong(said))
    else:
        free[slot.pk] -= 1
        plan.seats.append(seat)


def _unit(row: Row) -> int:
    """Return the session's number; one that no session has where it is none."""
    text = row["session"].lower().removeprefix("session ")
    return int(text) if text.isascii() and text.isdecimal() else -1


def _no_slot(row: Row) -> str:
    return f"session {row['session']!r} has no open slot {row['role']!r}."


def _places(assignment: Assignment) -> QuerySet[Place]:
    found = Place.objects.filter(assignment=assignment, left_at=None)
    rows = found.select_related(
        "slot__session", "assignment__course", "enrollment__user"
    )
    return rows.order_by("pk")
