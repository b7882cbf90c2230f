"""A student's grades for staff: unreleased ones too, with who wrote what when."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.gradebook.selectors import course_trail
from portal.web.frame import course_frame
from portal.web.grades import card_of
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import enrollment_of_staff


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one student's grades to the staff of their course."""
    now = timezone.now()
    enrollment = enrollment_of_staff(request.user, public_id)
    course = enrollment.course
    trail = course_trail(course, enrollment, is_staff=True, now=now)
    name = enrollment.user.name or enrollment.user.email
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "card": card_of(trail, name=name, now=now),
    }
    return render(request, "staff/grades.html", context)
