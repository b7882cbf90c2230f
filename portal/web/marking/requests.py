"""Regrade requests: asked on a submission's page, talked about and decided here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from portal.accounts.models import User
from portal.assessments.selectors import is_by_people
from portal.courses.access import is_staff_of
from portal.grading.models import Score
from portal.lib.errors import InvalidError
from portal.marking import services
from portal.marking.access import get_graded, get_request
from portal.marking.models import RegradeRequest
from portal.marking.papers import covered, drawn_names, hidden_in, sealed
from portal.marking.selectors.overview import drawn_names_in
from portal.marking.selectors.requests import Said, requests_in, thread_of
from portal.submissions.parties import is_own
from portal.web.frame import course_frame
from portal.web.marking.places import paper_url
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_staff

STATES = {
    "open": ("open", "hourglass", "busy"),
    "accepted": ("accepted", "circle-check", "ok"),
    "declined": ("declined", "x", "quiet"),
    "withdrawn": ("withdrawn", "ban", "quiet"),
}


@dataclass(frozen=True)
class Line:
    """One request in a list, or on its own page; ``name`` by lot in blind mode."""

    request: RegradeRequest
    name: str
    about: str
    assignment: str
    word: str
    icon: str
    tone: str


@login_required
@require_safe
def index(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List what is open, oldest first, and what was decided."""
    course = course_of_staff(request.user, public_id)
    is_open = request.GET.get("only") != "closed"
    rows = list(requests_in(course, is_open=is_open)[:200])
    names = drawn_names_in(course, [row.submission.assignment for row in rows])
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Grading"),
        "course": course,
        "is_open": is_open,
        "lines": [
            line_of(row, names.get(row.submission.assignment_id)) for row in rows
        ],
    }
    return render(request, "marking/requests.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a request with its thread; answer, decide or withdraw it."""
    found = get_request(request.user, public_id)
    if request.method == "POST":
        what = request.POST.get("do", "")
        if what not in ACTS:
            raise InvalidError("This page cannot do that.")
        notice = ACTS[what](
            found, request.POST.get("text", ""), request.user, timezone.now()
        )
        messages.success(request, notice)
        return redirect("marking:request", public_id)
    return render(request, "marking/request.html", _context(request, found))


@login_required
@require_POST
def ask(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask that people look at a submission again."""
    submission = get_graded(request.user, public_id)
    made = services.open_request(
        submission,
        text=request.POST.get("text", ""),
        check_name=request.POST.get("check", ""),
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, "Staff will look at it again and answer you here.")
    return redirect("marking:request", made.public_id)


def line_of(row: RegradeRequest, names: Mapping[int, str] | None) -> Line:
    """Return a request in words; ``names`` are those by lot, where names are hidden."""
    word, icon, tone = STATES[row.state]
    submission = row.submission
    version = submission.assignment.published_version
    spec: Mapping[str, Any] = version.spec if version else {"title": "", "checks": []}
    titles = {check["name"]: check["title"] for check in spec["checks"]}
    enrollment = submission.enrollment
    name = enrollment.user.name if names is None else names[enrollment.pk]
    about = titles.get(row.check_name, row.check_name) or "Everything"
    return Line(row, name, about, spec["title"], word, icon, tone)


def _context(request: SignedInRequest, found: RegradeRequest) -> dict[str, Any]:
    submission = found.submission
    assignment, course = submission.assignment, submission.assignment.course
    is_staff = is_staff_of(request.user, course)
    mine = is_own(submission, request.user)
    plan = getattr(assignment, "marking_plan", None)  # its door brings it along
    is_blind = is_staff and not mine and bool(plan and plan.is_blind)
    names = drawn_names(assignment) if is_blind else None
    score = getattr(submission, "score", None)
    hide = hidden_in(submission) if is_blind else []
    thread = [
        (
            message,
            _said_by(message, found, names, request.user),
            covered(message.text, hide),
        )
        for message in thread_of(found)
    ]
    here = "Grading" if is_staff else "Assignments"
    return {
        "frame": course_frame(request.user, course, is_staff=is_staff, here=here),
        "course": course,
        "line": line_of(found, names),
        "thread": thread,
        "is_staff": is_staff,
        "is_blind": is_blind,
        "is_mine": mine,
        "points_now": score.points if score and is_staff else None,
        "paper": paper_url(assignment, sealed(submission.public_id, assignment)),
        "is_manual": bool(score and _is_manual(found, score)),
    }


def _is_manual(found: RegradeRequest, score: Score) -> bool:
    """Say whether people graded what it is about, so that they can grade it anew."""
    spec = score.job.curves_version.spec
    names = {check["name"] for check in spec["checks"] if is_by_people(check)}
    return found.check_name in names or (not found.check_name and bool(names))


def _said_by(
    said: Said, found: RegradeRequest, names: Mapping[int, str] | None, viewer: User
) -> str:
    """Return a name; in blind mode that of whoever is not of the staff is by lot."""
    if names is None or said.is_by_staff or said.author == viewer:
        return said.author.name
    return names[found.submission.enrollment_id]


def _reply(found: RegradeRequest, text: str, actor: User, now: datetime) -> str:
    services.reply(found, text, actor=actor, now=now)
    return "Your answer is in the thread."


def _accept(found: RegradeRequest, text: str, actor: User, now: datetime) -> str:
    services.decide(found, is_accepted=True, text=text, actor=actor, now=now)
    return "Accepted. Grade the answer anew if that is not done yet."


def _decline(found: RegradeRequest, text: str, actor: User, now: datetime) -> str:
    services.decide(found, is_accepted=False, text=text, actor=actor, now=now)
    return "Declined; the student reads why."


def _withdraw(found: RegradeRequest, text: str, actor: User, now: datetime) -> str:
    services.withdraw_request(found, actor=actor, now=now)
    return "Withdrawn."


Act = Callable[[RegradeRequest, str, User, datetime], str]
ACTS: Mapping[str, Act] = {
    "reply": _reply,
    "accept": _accept,
    "decline": _decline,
    "withdraw": _withdraw,
}
