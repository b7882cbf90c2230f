"""Reads of slots: who has a place, who waits, what one may do."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.expressions import RawSQL

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment, Role, Session
from portal.lib.listing import fixed, listed, made, whole
from portal.meetings.models import Place, Slot


@dataclass(frozen=True)
class SlotLine:
    """A slot as one person sees it at one moment."""

    slot: Slot
    taken: tuple[Place, ...]
    waiting: tuple[Place, ...]
    own: Place | None
    can_take: bool
    can_leave: bool

    @property
    def free(self) -> int:
        return max(0, self.slot.places - len(self.taken))

    @property
    def is_line(self) -> bool:
        """Whether who comes now waits."""
        return not self.free or bool(self.waiting)

    @property
    def position(self) -> int:
        """Return the viewer's place in the waiting line, from 1; 0 where not in it."""
        ids = [one.pk for one in self.waiting]
        return ids.index(self.own.pk) + 1 if self.own and self.own.pk in ids else 0


def with_slots() -> dict[str, RawSQL]:
    """Return what ``slots_of`` an assignment is made from, for ``get_assignment``."""
    return fixed(Assignment, _slots_along)


def _slots_along() -> dict[str, Subquery]:
    here = {"assignment": OuterRef("pk")}
    slots = Slot.objects.filter(**here, closed_at=None)
    places = Place.objects.filter(**here, left_at=None)
    sessions = Session.objects.filter(course=OuterRef("course"))
    people = Enrollment.objects.filter(
        slot_places__assignment=OuterRef("pk"), slot_places__left_at=None
    )
    return {
        "all_slots": whole(slots, "assignment"),
        "all_places": whole(places, "assignment"),
        "all_placed": whole(people, "slot_places__assignment"),
        "slot_sessions": whole(sessions, "course"),
        "placed_names": listed(
            places,
            "assignment",
            pk="enrollment__user",
            name="enrollment__user__name",
            email="enrollment__user__email",
        ),
    }


def slots_of(
    assignment: Assignment, viewer: Enrollment, *, now: datetime
) -> list[SlotLine]:
    """Return the open slots by session, with who is in them.

    1 query, none where the assignment came ``with_slots``. Of a person's account
    only name and address are there.
    """
    kept = _with_slots(assignment)
    taken: dict[int, list[Place]] = defaultdict(list)
    for place in _taken(kept):
        taken[place.slot_id].append(place)
    everybody = chain.from_iterable(taken.values())
    is_in = any(one.enrollment_id == viewer.pk for one in everybody)
    may_take = viewer.role == Role.STUDENT and not is_in
    return [
        _line(slot, taken[slot.pk], viewer, may_take=may_take, now=now)
        for slot in _slots(kept)
    ]


def places_of(assignment: Assignment, people: Iterable[Enrollment]) -> list[Place]:
    """Return the places these people have or had there, by session; 1 query."""
    found = Place.objects.filter(
        assignment=assignment,
        enrollment__in=[one.pk for one in people],
        left_at=None,
        is_waiting=False,
    )
    rows = found.select_related("slot__session", "enrollment__user")
    return list(rows.order_by("slot__session__starts_at", "pk"))


def _with_slots(assignment: Assignment) -> Any:
    if hasattr(assignment, "all_slots"):
        return assignment
    rows = Assignment.objects.annotate(**with_slots())
    return rows.only("pk", "course").get(pk=assignment.pk)


def _slots(kept: Any) -> list[Slot]:
    """Return the open slots by session and role."""
    sessions = {one.pk: one for one in made(Session, kept.slot_sessions)}
    slots = made(Slot, kept.all_slots)
    for slot in slots:
        slot.session = sessions[slot.session_id]
    return sorted(slots, key=lambda one: (one.session.unit, one.role))


def _taken(kept: Any) -> list[Place]:
    """Return who is in a slot or its line, in the order they came."""
    users = {one["pk"]: User(**one) for one in kept.placed_names or ()}
    people = {one.pk: one for one in made(Enrollment, kept.all_placed)}
    for one in people.values():
        one.user = users[one.user_id]
    places = made(Place, kept.all_places)
    for place in places:
        place.enrollment = people[place.enrollment_id]
    return places


def _line(
    slot: Slot,
    places: list[Place],
    viewer: Enrollment,
    *,
    may_take: bool,
    now: datetime,
) -> SlotLine:
    own = next((one for one in places if one.enrollment_id == viewer.pk), None)
    return SlotLine(
        slot=slot,
        taken=tuple(one for one in places if not one.is_waiting),
        waiting=tuple(one for one in places if one.is_waiting),
        own=own,
        can_take=may_take and now < slot.session.starts_at,
        can_leave=own is not None and (own.is_waiting or now <= slot.leave_by),
    )
