"""One's own released grades, with the way each came to be."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.courses.access import get_course
from portal.courses.models import STAFF, Role
from portal.courses.selectors import enrollment_of
from portal.gradebook.selectors import course_trail
from portal.lib.errors import NotFoundError
from portal.meetings.selectors import worked_out
from portal.web.downloads import table_of
from portal.web.frame import course_frame
from portal.web.grades import card_of
from portal.web.reports.own_grades import rows_of
from portal.web.requests import SignedInRequest


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a student their grades; staff have the gradebook, others none."""
    now = timezone.now()
    course = get_course(request.user, public_id)
    enrollment = enrollment_of(request.user, course)
    if enrollment is not None and enrollment.role in STAFF:
        return redirect("staff:gradebook", public_id)
    if enrollment is None or enrollment.role != Role.STUDENT:
        raise NotFoundError("There is no such page.")
    trail = course_trail(course, enrollment, is_staff=False, now=now)
    context = {
        "frame": course_frame(request.user, course, is_staff=False, here="Grades"),
        "course": course,
        "card": card_of(trail, name="", now=now, worked_out=worked_out(enrollment)),
    }
    return render(request, "student/grades.html", context)


@login_required
@require_safe
def send(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send a student their released grades as a table."""
    course = get_course(request.user, public_id)
    enrollment = enrollment_of(request.user, course)
    if enrollment is None or enrollment.role != Role.STUDENT:
        raise NotFoundError("There is no such file.")
    trail = course_trail(course, enrollment, is_staff=False, now=timezone.now())
    name = f"{course.slug}-{course.term}-my-grades"
    return table_of(rows_of(trail), name=name, shape=shape, title="Grades")
