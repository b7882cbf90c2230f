"""Makes an assignment's slots what its course's files say.

What staff did on the page wins: a slot they opened is left alone, one they closed is
not opened again, and nobody loses a place.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from graders.spec.model import SlotSpec
from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec
from portal.audit import services as audit
from portal.courses.models import Session
from portal.courses.selectors import meetings
from portal.meetings.models import Place, Slot

Key = tuple[int, str]  # unit, role


@dataclass(frozen=True)
class SlotsChange:
    """How many slots a load opened, changed and closed; ``kept`` has people in it."""

    opened: int = 0
    changed: int = 0
    closed: int = 0
    kept: int = 0

    @property
    def words(self) -> str:
        """Return what happened, or nothing."""
        said = {
            "opened": self.opened,
            "changed": self.changed,
            "closed": self.closed,
            "kept, because somebody is in them": self.kept,
        }
        return ", ".join(f"{count} {word}" for word, count in said.items() if count)


@transaction.atomic
def sync_slots(
    assignment: Assignment, *, actor: User | None, now: datetime
) -> SlotsChange:
    """Open, change and close what the shown version lists; again, it does nothing.

    Sessions that are over get theirs too: they say who was to present.
    """
    wanted = _wanted(assignment)
    listed = Slot.objects.filter(assignment=assignment, is_listed=True)
    if not wanted and not listed.exists():
        return SlotsChange()
    Assignment.objects.select_for_update(no_key=True).get(pk=assignment.pk)
    gone = _close_missing(assignment, set(wanted), actor=actor, now=now)
    here = _by_key(assignment)
    opened = [
        _slot(assignment, session, spec, actor=actor, now=now)
        for key, (session, spec) in wanted.items()
        if key not in here
    ]
    Slot.objects.bulk_create(opened)
    changed = sum(
        _change(here[key], spec, now)
        for key, (_, spec) in wanted.items()
        if key in here
    )
    found = SlotsChange(len(opened), changed, *gone)
    if found != SlotsChange(kept=found.kept):
        said = {"opened": found.opened, "changed": changed, "closed": found.closed}
        audit.record("slots.listed", assignment, actor=actor, now=now, **said)
    return found


def _wanted(assignment: Assignment) -> dict[Key, tuple[Session, SlotSpec]]:
    sessions = {one.unit: one for one in meetings(assignment.course)}
    return {
        (unit, spec.role): (sessions[unit], spec)
        for spec in current_spec(assignment).slots
        for unit in spec.sessions
        if unit in sessions
    }


def _by_key(assignment: Assignment) -> dict[Key, Slot]:
    """Return what is open, and else what staff closed of the listed ones."""
    found = Slot.objects.filter(assignment=assignment).select_related("session")
    closed = found.filter(is_listed=True).exclude(closed_at=None)
    return {
        (slot.session.unit, slot.role): slot
        for slots in (closed, found.filter(closed_at=None))
        for slot in slots
    }


def _slot(
    assignment: Assignment,
    session: Session,
    spec: SlotSpec,
    *,
    actor: User | None,
    now: datetime,
) -> Slot:
    return Slot(
        assignment=assignment,
        session=session,
        role=spec.role,
        places=spec.places,
        notice_hours=spec.notice_hours,
        opened_by=actor,
        opened_at=now,
        is_listed=True,
    )


def _change(slot: Slot, spec: SlotSpec, now: datetime) -> bool:
    """Let an open slot of the files have as many places as they say now."""
    said = (spec.places, spec.notice_hours)
    is_open = slot.is_listed and slot.closed_at is None
    if not is_open or (slot.places, slot.notice_hours) == said:
        return False
    slot.places, slot.notice_hours = said
    slot.save(update_fields=["places", "notice_hours"])
    _move_up(slot, now)
    return True


def _move_up(slot: Slot, now: datetime) -> None:
    """More places are for those who wait, as far as they go; nobody is put out."""
    here = Place.objects.filter(slot=slot, left_at=None)
    free = slot.places - here.filter(is_waiting=False).count()
    for place in here.filter(is_waiting=True).order_by("pk")[: max(0, free)]:
        place.is_waiting = False
        place.save(update_fields=["is_waiting"])
        audit.record("place.moved_up", place, now=now)


def _close_missing(
    assignment: Assignment, wanted: set[Key], *, actor: User | None, now: datetime
) -> tuple[int, int]:
    """Close what left the files; return how many, and how many have people in them.

    It is listed no more, so that it may come back with a later load.
    """
    listed = Slot.objects.filter(assignment=assignment, is_listed=True)
    gone = [
        slot
        for slot in listed.select_related("session")
        if (slot.session.unit, slot.role) not in wanted
    ]
    used = set(
        Place.objects.filter(slot__in=gone, left_at=None).values_list("slot", flat=True)
    )
    ended = [slot for slot in gone if slot.pk not in used]
    for slot in ended:
        if slot.closed_at is None:
            audit.record("slot.closed", slot, actor=actor, now=now)
    was_open = [slot.pk for slot in ended if slot.closed_at is None]
    Slot.objects.filter(pk__in=was_open).update(closed_at=now)
    Slot.objects.filter(pk__in=[slot.pk for slot in ended]).update(is_listed=False)
    return len(was_open), len(used)
