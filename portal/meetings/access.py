"""The only doors to registers, their lines, slots and places."""

from datetime import datetime
from uuid import UUID

from portal.accounts.models import User
from portal.assignments.access import get_assignment
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec
from portal.courses.access import is_staff_of, staffed_courses
from portal.courses.models import Enrollment, Role, Session
from portal.courses.selectors import enrollment_of, meetings
from portal.lib.errors import NotFoundError
from portal.meetings.models import Mark, Place, Slot


def get_of_kind(
    viewer: User, public_id: UUID, kind: str, *, now: datetime
) -> Assignment:
    """Return an assignment of this kind to whoever may see it."""
    assignment = get_assignment(viewer, public_id, now=now)
    if current_spec(assignment).kind != kind:
        raise NotFoundError("There is no such page.")
    return assignment


def get_of_staff(
    viewer: User, public_id: UUID, kind: str, *, now: datetime
) -> Assignment:
    """Return an assignment of this kind to staff of its course, to nobody else."""
    assignment = get_of_kind(viewer, public_id, kind, now=now)
    if not is_staff_of(viewer, assignment.course):
        raise NotFoundError("There is no such page.")
    return assignment


def get_of_student(
    viewer: User, public_id: UUID, kind: str, *, now: datetime
) -> tuple[Assignment, Enrollment]:
    """Return the assignment and the viewer's place in its course, to students only."""
    assignment = get_of_kind(viewer, public_id, kind, now=now)
    enrollment = enrollment_of(viewer, assignment.course)
    if enrollment is None or enrollment.role != Role.STUDENT:
        raise NotFoundError("There is no such page.")
    return assignment, enrollment


def get_register(
    viewer: User, public_id: UUID, unit: int, *, now: datetime
) -> tuple[Assignment, Session]:
    """Return whose register it is and of which session, to staff only."""
    assignment = get_of_staff(viewer, public_id, "attendance", now=now)
    session = meetings(assignment.course).filter(unit=unit).first()
    if session is None:
        raise NotFoundError("There is no such session in this course.")
    return assignment, session


def get_mark(viewer: User, public_id: UUID) -> Mark:
    """Return a line of a register to staff of its course, to nobody else."""
    found = Mark.objects.filter(
        public_id=public_id, assignment__course__in=staffed_courses(viewer)
    )
    mark = found.select_related(
        "assignment__course", "session", "enrollment__user"
    ).first()
    if mark is None:
        raise NotFoundError("There is no such line in a course of yours.")
    return mark


def get_slot(viewer: User, public_id: UUID, *, now: datetime) -> Slot:
    """Return an open slot to whoever may see its assignment."""
    found = Slot.objects.filter(public_id=public_id, closed_at=None)
    slot = found.select_related("assignment__course", "session").first()
    if slot is None:
        raise NotFoundError("There is no such slot.")
    get_assignment(viewer, slot.assignment.public_id, now=now)
    return slot


def get_slot_of_staff(viewer: User, public_id: UUID, *, now: datetime) -> Slot:
    """Return an open slot to staff of its course, to nobody else."""
    slot = get_slot(viewer, public_id, now=now)
    if not is_staff_of(viewer, slot.assignment.course):
        raise NotFoundError("There is no such slot.")
    return slot


def get_place(viewer: User, public_id: UUID) -> Place:
    """Return a place to the student who has it and to staff."""
    found = Place.objects.filter(public_id=public_id, left_at=None).select_related(
        "slot__session", "assignment__course", "enrollment__user"
    )
    place = found.first()
    if place is None or not (
        place.enrollment.user_id == viewer.pk
        or is_staff_of(viewer, place.assignment.course)
    ):
        raise NotFoundError("There is no such place.")
    return place
