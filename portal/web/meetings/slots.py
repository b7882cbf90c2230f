"""Slots of presentations: opened and settled by staff, taken and left by students."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.courses.access import is_staff_of
from portal.courses.models import Session
from portal.courses.selectors import (
    enrollment_of,
    meetings,
    student_by_email,
    students_of,
)
from portal.lib.errors import InvalidError, NotFoundError
from portal.meetings import services
from portal.meetings.access import (
    get_of_staff,
    get_place,
    get_slot,
    get_slot_of_staff,
)
from portal.meetings.models import Place
from portal.meetings.slots import SlotLine, slots_of
from portal.web.marking.blanks import lead, paper_urls
from portal.web.requests import SignedInRequest

KIND = "presentation"


@dataclass(frozen=True)
class AtSession:
    """The slots of one session, and whether it has begun."""

    session: Session
    lines: list[SlotLine]
    is_over: bool


def part_of(assignment: Assignment, kind: str, viewer: User) -> dict[str, Any]:
    """Return what the assignment's page shows of slots; nothing for other kinds."""
    course = assignment.course
    enrollment = enrollment_of(viewer, course) if kind == KIND else None
    if enrollment is None:
        return {}
    now = timezone.now()
    is_staff = is_staff_of(viewer, course)
    lines = slots_of(assignment, enrollment, now=now)
    groups = _by_session(lines, now)
    if is_staff:
        lead((place for one in lines for place in one.taken), paper_urls(assignment))
    return {
        "slots": {
            "own": next((line for line in lines if line.own is not None), None),
            "coming": [one for one in groups if not one.is_over],
            "over": [one for one in groups if one.is_over],
            "sessions": meetings(course).filter(starts_at__gt=now) if is_staff else [],
            "students": list(students_of(course)) if is_staff else [],
        }
    }


def _by_session(lines: list[SlotLine], now: datetime) -> list[AtSession]:
    return [
        AtSession(session, list(group), session.starts_at <= now)
        for session, group in groupby(lines, key=lambda line: line.slot.session)
    ]


@login_required
@require_POST
def open_one(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Open a slot."""
    now = timezone.now()
    assignment = get_of_staff(request.user, public_id, KIND, now=now)
    unit = _number(request, "unit", "Choose a session.")
    session = meetings(assignment.course).filter(unit=unit).first()
    if session is None:
        raise NotFoundError("There is no such session in this course.")
    slot = services.open_slot(
        assignment,
        session,
        role=request.POST.get("role", ""),
        places=_number(request, "places", "Say how many places there are."),
        notice_hours=_number(request, "notice", "Say how many hours of notice."),
        actor=request.user,
        now=now,
    )
    return _back(request, assignment, f"The slot for {slot.role} is open.")


@login_required
@require_POST
def close(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Close a slot that nobody is in."""
    now = timezone.now()
    slot = get_slot_of_staff(request.user, public_id, now=now)
    services.close_slot(slot, actor=request.user, now=now)
    return _back(request, slot.assignment, f"The slot for {slot.role} is closed.")


@login_required
@require_POST
def take(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take a place, or the end of the line."""
    now = timezone.now()
    slot = get_slot(request.user, public_id, now=now)
    place = services.take_place(slot, actor=request.user, now=now)
    said = f"You have a place: {slot.role}."
    if place.is_waiting:
        said = f"You wait in line for {slot.role}, and move up when somebody leaves."
    return _back(request, slot.assignment, said)


@login_required
@require_POST
def leave(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Leave one's place or the line; staff take others out."""
    now = timezone.now()
    place = get_place(request.user, public_id)
    if place.enrollment.user_id == request.user.pk:
        services.leave_place(place, actor=request.user, now=now)
        return _back(request, place.assignment, f"You left {place.slot.role}.")
    following = services.remove_place(place, actor=request.user, now=now)
    said = f"{_name(place)} is out of {place.slot.role}."
    if following is not None:
        said += f" {_name(following)} moved up."
    return _back(request, place.assignment, said)


@login_required
@require_POST
def assign(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Give a free place to a student."""
    now = timezone.now()
    slot = get_slot_of_staff(request.user, public_id, now=now)
    student = student_by_email(slot.assignment.course, request.POST.get("email", ""))
    if student is None:
        raise NotFoundError("No student of this course has that address.")
    place = services.assign_place(slot, student, actor=request.user, now=now)
    return _back(request, slot.assignment, f"{_name(place)} has a place: {slot.role}.")


def _number(request: SignedInRequest, field: str, otherwise: str) -> int:
    try:
        return int(request.POST.get(field, ""))
    except ValueError:
        raise InvalidError(otherwise) from None


def _name(place: Place) -> str:
    return place.enrollment.user.name or place.enrollment.user.email


def _back(
    request: SignedInRequest, assignment: Assignment, sentence: str
) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("student:assignment", assignment.public_id)
