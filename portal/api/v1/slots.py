"""Slots of a presentation: opened and filled by staff, taken and left by students."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.api.v1.asked import asked_for, student_named
from portal.api.v1.describe import answers, describe
from portal.api.v1.shapes.meeting import NewSlotShape, SlotShape
from portal.api.v1.shapes.team import AddressShape
from portal.api.v1.view import ApiView, has_scope, require_scope
from portal.assignments.models import Assignment
from portal.courses.access import is_staff_of
from portal.courses.selectors import enrollment_of, meetings
from portal.lib.errors import NotFoundError
from portal.meetings import services
from portal.meetings.access import (
    get_of_kind,
    get_of_staff,
    get_place,
    get_slot,
    get_slot_of_staff,
)
from portal.meetings.models import Place, Slot
from portal.meetings.slots import SlotLine, slots_of

KIND = "presentation"


class SlotsView(ApiView):
    """The slots of an assignment."""

    scopes = {"GET": "read", "POST": "staff"}

    @describe("slots_list", responses=answers(SlotShape(many=True), 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """List the open slots; with the scope 'staff', staff see who is in them."""
        now = timezone.now()
        assignment = get_of_kind(self.viewer, public_id, KIND, now=now)
        return Response(_listed(assignment, self.viewer, request, now))

    @describe(
        "slots_open",
        request=NewSlotShape,
        responses=answers(SlotShape, 400, 404, 409, status=201),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Open a slot at a session that is still to come; for staff."""
        now = timezone.now()
        assignment = get_of_staff(self.viewer, public_id, KIND, now=now)
        asked = asked_for(NewSlotShape, request)
        session = meetings(assignment.course).filter(unit=asked.pop("unit")).first()
        if session is None:
            raise NotFoundError("There is no such session in this course.")
        slot = services.open_slot(
            assignment, session, **asked, actor=self.viewer, now=now
        )
        return Response(_one(slot, self.viewer, request, now), status=201)


class TakeView(ApiView):
    """Taking a place."""

    scopes = {"POST": "submit"}

    @describe("slots_take", request=None, responses=answers(SlotShape, 404, 409))
    def post(self, request: Request, public_id: UUID) -> Response:
        """Take a place, or the end of the line where none is free; for students."""
        now = timezone.now()
        slot = get_slot(self.viewer, public_id, now=now)
        services.take_place(slot, actor=self.viewer, now=now)
        return Response(_one(slot, self.viewer, request, now))


class AssignView(ApiView):
    """Giving a place."""

    scopes = {"POST": "staff"}

    @describe(
        "slots_assign",
        request=AddressShape,
        responses=answers(SlotShape, 400, 404, 409),
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Give a free place to a student, past the line; for staff."""
        now = timezone.now()
        slot = get_slot_of_staff(self.viewer, public_id, now=now)
        email = asked_for(AddressShape, request)["email"]
        student = student_named(slot.assignment.course, email)
        services.assign_place(slot, student, actor=self.viewer, now=now)
        return Response(_one(slot, self.viewer, request, now))


class CloseView(ApiView):
    """Closing a slot."""

    scopes = {"POST": "staff"}

    @describe(
        "slots_close", request=None, responses=answers(None, 404, 409, status=204)
    )
    def post(self, request: Request, public_id: UUID) -> Response:
        """Close a slot that nobody is in; for staff."""
        now = timezone.now()
        slot = get_slot_of_staff(self.viewer, public_id, now=now)
        services.close_slot(slot, actor=self.viewer, now=now)
        return Response(status=204)


class LeaveView(ApiView):
    """Leaving a place."""

    scopes = {"POST": "submit"}

    @describe("places_leave", request=None, responses=answers(SlotShape, 404, 409))
    def post(self, request: Request, public_id: UUID) -> Response:
        """Leave one's place or line in time; with 'staff', staff take others out."""
        now = timezone.now()
        place = get_place(self.viewer, public_id)
        if place.enrollment.user_id == self.viewer.pk:
            services.leave_place(place, actor=self.viewer, now=now)
        else:
            require_scope(request, "staff")
            services.remove_place(place, actor=self.viewer, now=now)
        return Response(_one(place.slot, self.viewer, request, now))


def _one(slot: Slot, viewer: User, request: Request, now: datetime) -> Any:
    lines = _listed(slot.assignment, viewer, request, now)
    return next(one for one in lines if one["id"] == str(slot.public_id))


def _listed(
    assignment: Assignment, viewer: User, request: Request, now: datetime
) -> list[Any]:
    enrollment = enrollment_of(viewer, assignment.course)
    if enrollment is None:
        raise NotFoundError("There is no such page.")
    is_named = is_staff_of(viewer, assignment.course) and has_scope(request, "staff")
    lines = slots_of(assignment, enrollment, now=now)
    return [_shaped(line, is_named=is_named) for line in lines]


def _shaped(line: SlotLine, *, is_named: bool) -> Any:
    people = (*line.taken, *line.waiting) if is_named else ()
    for place in people:
        place.urls = _place_urls(place)  # type: ignore[attr-defined]
    urls = {"take": reverse("api-v1:slot-take", args=[line.slot.public_id])}
    own = None
    if line.own is not None:
        urls |= _place_urls(line.own)
        own = {"own": line.own, "position": line.position}
    said = {
        "slot": line.slot,
        "free": line.free,
        "in_line": len(line.waiting),
        "can_take": line.can_take,
        "can_leave": line.can_leave,
        "own": own,
        "people": people,
        "urls": urls,
    }
    return SlotShape(said).data


def _place_urls(place: Place) -> dict[str, str]:
    return {"leave": reverse("api-v1:place-leave", args=[place.public_id])}
