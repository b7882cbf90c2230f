"""An assignment's comparisons: start one, and those that were made."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.assignments.selectors import titles_of
from portal.courses.access import role_in
from portal.courses.models import Role
from portal.similarity import services
from portal.similarity.access import get_compared_assignment
from portal.similarity.models import RunState
from portal.similarity.selectors import comparisons_of, threshold_of
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest

MOST_SHOWN = 30
FACES = {
    RunState.WAITING: ("waits", "hourglass", "quiet"),
    RunState.RUNNING: ("compares", "loader-circle", "busy"),
    RunState.DONE: ("done", "circle-check", "ok"),
    RunState.FAILED: ("failed", "triangle-alert", "bad"),
}


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show what was compared when, and start another."""
    assignment = get_compared_assignment(request.user, public_id)
    course = assignment.course
    runs = list(comparisons_of(assignment)[:MOST_SHOWN])
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": titles_of([assignment])[assignment.pk],
        "lines": [(run, *FACES[RunState(run.state)]) for run in runs],
        "is_live": any(run.is_live for run in runs),
        "threshold": threshold_of(assignment),
        "is_instructor": role_in(request.user, course) == Role.INSTRUCTOR,
    }
    return render(request, "similarity/runs.html", context)


@login_required
@require_POST
def start(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask for a comparison; the worker makes it."""
    assignment = get_compared_assignment(request.user, public_id)
    services.ask_for_comparison(
        assignment,
        with_earlier=request.POST.get("with_earlier") == "on",
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, "It begins in a few seconds; this page follows it.")
    return redirect("similarity:runs", public_id)


@login_required
@require_POST
def threshold(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say from how many percent a pair waits for staff."""
    assignment = get_compared_assignment(request.user, public_id)
    raw = request.POST.get("percent", "").strip()
    services.set_threshold(
        assignment,
        int(raw) if raw.isdecimal() and len(raw) < 4 else 0,
        actor=request.user,
        now=timezone.now(),
    )
    messages.success(request, "Kept.")
    return redirect("similarity:runs", public_id)
