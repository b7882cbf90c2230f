"""Pairs of texts in a class that are alike; advice for staff, never a score."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.assignments.selectors import current_spec
from portal.grading.selectors.likeness import LEAST, alike_in
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import assignment_of_staff

MOST_SHOWN = 100


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show who wrote what somebody else wrote, too; no more queries for more pairs."""
    assignment = assignment_of_staff(request.user, public_id, now=timezone.now())
    spec = current_spec(assignment)
    pairs = alike_in(assignment)
    context = {
        "frame": course_frame(
            request.user, assignment.course, is_staff=True, here="Assignments"
        ),
        "course": assignment.course,
        "assignment": assignment,
        "title": spec.title,
        "has_form": spec.form is not None,
        "pairs": pairs[:MOST_SHOWN],
        "left_out": max(0, len(pairs) - MOST_SHOWN),
        "least": LEAST,
    }
    return render(request, "staff/likeness.html", context)
