"""A student's team: made, joined by a code or an invitation, left."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.assignments import services
from portal.assignments.access import get_assignment, get_invite, get_team
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec
from portal.assignments.teams import (
    closes_to_students_at,
    invites_of,
    invites_to,
    party_of,
)
from portal.courses.models import Role
from portal.courses.selectors import enrollment_of, student_by_email
from portal.lib.codes import as_shown
from portal.lib.errors import NotFoundError
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.student.teamwork import teamwork_of


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the team, or how to get one; only students have teams."""
    now = timezone.now()
    assignment = get_assignment(request.user, public_id, now=now)
    course = assignment.course
    enrollment = enrollment_of(request.user, course)
    if enrollment is None or enrollment.role != Role.STUDENT:
        raise NotFoundError("Only students of the course are in teams.")
    teamwork = teamwork_of(assignment, party_of(assignment, enrollment))
    if teamwork is None:
        raise NotFoundError("This assignment is handed in alone.")
    closes_at = closes_to_students_at(assignment, enrollment)
    team = teamwork.team
    context = {
        "frame": course_frame(request.user, course, is_staff=False, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": current_spec(assignment).title,
        "teamwork": teamwork,
        "closes_at": closes_at,
        "is_closed": closes_at is not None and now > closes_at,
        "code": as_shown(team.join_code) if team else "",
        "sent": invites_of(team) if team else [],
        "received": [] if team else invites_to(enrollment, assignment),
    }
    return render(request, "student/team.html", context)


@login_required
@require_POST
def make(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Make a team with oneself in it."""
    now = timezone.now()
    assignment = get_assignment(request.user, public_id, now=now)
    name = request.POST.get("name", "")
    team = services.form_team(assignment, name=name, actor=request.user, now=now)
    return _back(request, assignment, f"The team {team.name} is there; invite others.")


@login_required
@require_POST
def join(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Join the team whose code was passed on."""
    now = timezone.now()
    assignment = get_assignment(request.user, public_id, now=now)
    code = request.POST.get("code", "")
    team = services.join_team(assignment, code=code, actor=request.user, now=now)
    return _back(request, assignment, f"You are in the team {team.name} now.")


@login_required
@require_POST
def invite(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Offer a place to a student by address."""
    now = timezone.now()
    team = get_team(request.user, public_id, now=now)
    student = student_by_email(team.assignment.course, request.POST.get("email", ""))
    if student is None:
        raise NotFoundError("No student of this course has that address.")
    services.invite_to_team(team, student, actor=request.user, now=now)
    said = f"{student.user.name or student.user.email} finds it on this page."
    return _back(request, team.assignment, f"Invited. {said}")


@login_required
@require_POST
def leave(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Leave, while the team has handed in nothing."""
    now = timezone.now()
    team = get_team(request.user, public_id, now=now)
    services.leave_team(team, actor=request.user, now=now)
    return _back(request, team.assignment, f"You left the team {team.name}.")


@login_required
@require_POST
def answer(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Accept or decline an invitation."""
    now = timezone.now()
    found = get_invite(request.user, public_id, now=now)
    accept = request.POST.get("answer") == "accept"
    services.answer_invite(found, accept=accept, actor=request.user, now=now)
    name = found.team.name
    said = f"You are in the team {name} now." if accept else f"{name}: declined."
    return _back(request, found.team.assignment, said)


@login_required
@require_POST
def withdraw(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    now = timezone.now()
    found = get_invite(request.user, public_id, now=now)
    services.withdraw_invite(found, actor=request.user, now=now)
    return _back(request, found.team.assignment, "The invitation is taken back.")


def _back(
    request: SignedInRequest, assignment: Assignment, sentence: str
) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("student:team", assignment.public_id)
