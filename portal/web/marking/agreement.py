"""How alike two readers judged, and what is to be settled."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.lib.errors import NotFoundError
from portal.marking.access import get_marked_assignment
from portal.marking.selectors.agreement import agreement_on
from portal.marking.selectors.desk import Desk, desk_of
from portal.marking.services import settle
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show where two have read, or let the second reader's word count."""
    now = timezone.now()
    assignment = get_marked_assignment(request.user, public_id)
    desk = desk_of(assignment, now=now)
    if request.method == "POST":
        _settle(request, desk)
        return redirect("marking:agreement", public_id)
    course = assignment.course
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Grading"),
        "course": course,
        "assignment": assignment,
        "title": desk.title,
        "found": agreement_on(desk),
    }
    return render(request, "marking/agreement.html", context)


def _settle(request: SignedInRequest, desk: Desk) -> None:
    paper = next(
        (p for p in desk.papers if str(p.id) == request.POST.get("paper")), None
    )
    station = paper.station(request.POST.get("check", "")) if paper else None
    if paper is None or station is None:
        raise NotFoundError("There is no such answer.")
    settle(paper.submission, station.check, actor=request.user, now=timezone.now())
    messages.success(request, "What the second reader found counts now.")
