"""How members of a team rate each other: said by students, read by staff."""

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

from portal.assignments.selectors import current_spec
from portal.lib.errors import InvalidError
from portal.meetings.access import get_of_staff, get_of_student
from portal.meetings.ratings import Task, is_open, results_of, task_of
from portal.meetings.services import Opinion, enter_ratings, rate_team
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest

KIND = "peer_rating"
SCALE = (
    (1, "did not take part"),
    (2, "did less than agreed"),
    (3, "did what was agreed"),
    (4, "did more than agreed"),
    (5, "carried the team"),
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def rate(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a student whom to rate; a POST keeps what they say."""
    now = timezone.now()
    assignment, student = get_of_student(request.user, public_id, KIND, now=now)
    task = task_of(assignment, student, now=now)
    if request.method == "POST":
        said = _said(request, task)
        rate_team(assignment, student, said, actor=request.user, now=now)
        messages.success(request, "Kept. Only the staff of the course read it.")
        return redirect("meetings:rating", public_id)
    course = assignment.course
    context = {
        "frame": course_frame(request.user, course, is_staff=False, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": current_spec(assignment).title,
        "task": task,
        "scale": SCALE,
    }
    return render(request, "meetings/rating.html", context)


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show staff every rating."""
    now = timezone.now()
    assignment = get_of_staff(request.user, public_id, KIND, now=now)
    course = assignment.course
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": current_spec(assignment).title,
        "teams": results_of(assignment),
        "is_open": is_open(assignment, now=now),
    }
    return render(request, "meetings/ratings.html", context)


@login_required
@require_POST
def enter(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Enter what the ratings come to as grades."""
    now = timezone.now()
    assignment = get_of_staff(request.user, public_id, KIND, now=now)
    kept = enter_ratings(assignment, actor=request.user, now=now)
    said = "The grades are entered; students see them once they are released."
    if kept:
        said += f" {kept} of them set by hand stay{'s' if kept == 1 else ''}."
    messages.success(request, said)
    return redirect("meetings:ratings", public_id)


def _said(request: SignedInRequest, task: Task) -> dict[int, Opinion]:
    said = {}
    for one in task.missing:
        key = str(one.public_id)
        try:
            points = int(request.POST.get(f"points-{key}", "0"))
        except ValueError:
            raise InvalidError("A rating is a number from 1 to 5.") from None
        said[one.pk] = Opinion(points, request.POST.get(f"sentence-{key}", ""))
    return said
