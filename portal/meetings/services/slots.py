"""Opens slots, and gives their places to whoever comes first.

Every write holds the assignment's row, so two who want the last place come one after
the other.
"""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.courses.models import Enrollment, Role, Session
from portal.courses.selectors import enrollment_of
from portal.lib.errors import ConflictError, InvalidError, NotFoundError, RefusedError
from portal.meetings.models import Place, Slot

MOST_PLACES = 100
MOST_HOURS = 24 * 60


@transaction.atomic
def open_slot(
    assignment: Assignment,
    session: Session,
    *,
    role: str,
    places: int,
    notice_hours: int,
    actor: User,
    now: datetime,
) -> Slot:
    """Open so many places for a role at a session."""
    _refuse_strangers(assignment, actor)
    role = role.strip()
    if not role or len(role) > 64:
        raise InvalidError("Name the role, in at most 64 characters.")
    if not 1 <= places <= MOST_PLACES:
        raise InvalidError(f"A slot has 1 to {MOST_PLACES} places.")
    if not 0 <= notice_hours <= MOST_HOURS:
        raise InvalidError(f"Notice is 0 to {MOST_HOURS} hours.")
    if session.course_id != assignment.course_id or session.starts_at <= now:
        raise InvalidError("Choose a session of this course that is still to come.")
    try:
        with transaction.atomic():
            slot = Slot.objects.create(
                assignment=assignment,
                session=session,
                role=role,
                places=places,
                notice_hours=notice_hours,
                opened_by=actor,
                opened_at=now,
            )
    except IntegrityError as error:
        raise ConflictError("This session has a slot for that role already.") from error
    audit.record("slot.opened", slot, actor=actor, now=now, role=role, places=places)
    return slot


@transaction.atomic
def close_slot(slot: Slot, *, actor: User, now: datetime) -> None:
    """Take a slot away that nobody is in."""
    _refuse_strangers(slot.assignment, actor)
    _lock(slot)
    if _places(slot).exists():
        raise ConflictError("Somebody has a place here or waits; take them out first.")
    Slot.objects.filter(pk=slot.pk, closed_at=None).update(closed_at=now)
    audit.record("slot.closed", slot, actor=actor, now=now)


@transaction.atomic
def take_place(slot: Slot, *, actor: User, now: datetime) -> Place:
    """Take a place for oneself, or the end of the waiting line where none is free."""
    student = enrollment_of(actor, slot.assignment.course)
    if student is None:
        raise NotFoundError("There is no such slot.")
    if student.role != Role.STUDENT:
        raise RefusedError("Only students of the course take places.")
    _lock(slot)
    if now >= slot.session.starts_at:
        raise ConflictError("This session has begun.")
    is_line = not _free(slot) or _waiting(slot) is not None
    return _put(slot, student, is_waiting=is_line, actor=actor, now=now)


@transaction.atomic
def leave_place(place: Place, *, actor: User, now: datetime) -> Place | None:
    """Leave one's place before the deadline; return who moves up, if somebody does."""
    if place.enrollment.user_id != actor.pk:
        raise NotFoundError("There is no such place.")
    place = _lock_place(place)
    if not place.is_waiting and now > place.slot.leave_by:
        raise ConflictError(
            "The time to leave by yourself is over; ask the staff of the course."
        )
    return _end(place, actor=actor, now=now)


@transaction.atomic
def assign_place(
    slot: Slot, student: Enrollment, *, actor: User, now: datetime
) -> Place:
    """Give a free place to a student, past the line if staff want it so."""
    _refuse_strangers(slot.assignment, actor)
    if student.course_id != slot.assignment.course_id or student.role != Role.STUDENT:
        raise NotFoundError("There is no such student in this course.")
    _lock(slot)
    if not _free(slot):
        raise ConflictError("No place is free; take somebody out first.")
    _places(slot).filter(enrollment=student, is_waiting=True).update(left_at=now)
    return _put(slot, student, is_waiting=False, actor=actor, now=now)


@transaction.atomic
def remove_place(place: Place, *, actor: User, now: datetime) -> Place | None:
    """Take a student out; before the deadline the next moves up."""
    _refuse_strangers(place.assignment, actor)
    return _end(_lock_place(place), actor=actor, now=now)


def _put(
    slot: Slot, student: Enrollment, *, is_waiting: bool, actor: User, now: datetime
) -> Place:
    try:
        with transaction.atomic():
            place = Place.objects.create(
                slot=slot,
                assignment=slot.assignment,
                enrollment=student,
                is_waiting=is_waiting,
                joined_at=now,
            )
    except IntegrityError as error:
        raise ConflictError(
            "There is a place or a waiting line already that must be left first."
        ) from error
    verb = "place.waited" if is_waiting else "place.taken"
    audit.record(verb, place, actor=actor, now=now)
    return place


def _end(place: Place, *, actor: User, now: datetime) -> Place | None:
    place.left_at = now
    place.save(update_fields=["left_at"])
    audit.record("place.left", place, actor=actor, now=now)
    if place.is_waiting or now > place.slot.leave_by or not _free(place.slot):
        return None
    following = _waiting(place.slot)
    if following is not None:
        following.is_waiting = False
        following.save(update_fields=["is_waiting"])
        audit.record("place.moved_up", following, now=now)
    return following


def _lock(slot: Slot) -> None:
    Assignment.objects.select_for_update(no_key=True).get(pk=slot.assignment_id)
    if not Slot.objects.filter(pk=slot.pk, closed_at=None).exists():
        raise NotFoundError("There is no such slot any more.")


def _lock_place(place: Place) -> Place:
    """Return the place as it is once nobody else can change it."""
    _lock(place.slot)
    found = Place.objects.filter(pk=place.pk, left_at=None)
    here = found.select_related("slot__session", "assignment__course").first()
    if here is None:
        raise ConflictError("This place was left already.")
    return here


def _places(slot: Slot) -> QuerySet[Place]:
    return Place.objects.filter(slot=slot, left_at=None)


def _free(slot: Slot) -> int:
    return slot.places - _places(slot).filter(is_waiting=False).count()


def _waiting(slot: Slot) -> Place | None:
    return _places(slot).filter(is_waiting=True).order_by("pk").first()


def _refuse_strangers(assignment: Assignment, actor: User) -> None:
    if not is_staff_of(actor, assignment.course):
        raise NotFoundError("There is no such page.")
