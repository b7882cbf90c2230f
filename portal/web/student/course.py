"""A course: its assignments with due dates, and where one stands in each."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.courses.access import get_course
from portal.courses.models import STAFF, Role
from portal.courses.selectors import enrollment_of
from portal.lib.errors import NotFoundError
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.student.shelf import due_soon, shelf_of


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the course to whoever is in it."""
    now = timezone.now()
    course = get_course(request.user, public_id)
    enrollment = enrollment_of(request.user, course)
    if enrollment is None:
        raise NotFoundError("There is no such course.")
    items = shelf_of(enrollment, now=now)
    is_staff = enrollment.role in STAFF
    context = {
        "frame": course_frame(
            request.user, course, is_staff=is_staff, here="Assignments"
        ),
        "course": course,
        "items": items,
        "may_set_up": enrollment.role == Role.INSTRUCTOR,
        "next": next(iter(due_soon(items, now=now)), None),
    }
    return render(request, "student/course.html", context)
