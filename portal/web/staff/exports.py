"""The gradebook as files: for people, and as other programs read it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.gradebook.access import visible_entries
from portal.gradebook.exchange.files import SHAPES, grade_file
from portal.lib.errors import NotFoundError
from portal.web.downloads import table_file
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_staff


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List the files there are, and take one in."""
    course = course_of_staff(request.user, public_id)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "shapes": SHAPES,
    }
    return render(request, "staff/exports.html", context)


@login_required
@require_safe
def send(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send one file."""
    course = course_of_staff(request.user, public_id)
    if shape not in SHAPES:
        raise NotFoundError("There is no such file.")
    lines = visible_entries(request.user, course).order_by("pk")
    file = grade_file(course, shape, lines, now=timezone.now())
    return table_file(file.content, file.name)
