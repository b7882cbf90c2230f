"""Attendance as a whole: every session for staff, one's own for a student."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.assignments.selectors import current_spec
from portal.meetings.access import get_of_staff, get_of_student
from portal.meetings.exchange.registers import rows_of
from portal.meetings.policy import share_of
from portal.meetings.selectors import attendance_of, own_marks, register_table
from portal.web.downloads import table_of
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show staff every session and how much each student was there."""
    now = timezone.now()
    assignment = get_of_staff(request.user, public_id, "attendance", now=now)
    course = assignment.course
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": current_spec(assignment).title,
        "found": attendance_of(assignment),
        "now": now,
    }
    return render(request, "meetings/attendance.html", context)


@login_required
@require_safe
def send(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send staff every mark that holds, a row a student and a column a session."""
    now = timezone.now()
    assignment = get_of_staff(request.user, public_id, "attendance", now=now)
    name = f"{assignment.course.slug}-{assignment.slug}"
    rows = rows_of(register_table(assignment))
    return table_of(rows, name=name, shape=shape, title="Attendance")


@login_required
@require_safe
def own(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a student their own marks."""
    now = timezone.now()
    assignment, student = get_of_student(request.user, public_id, "attendance", now=now)
    course = assignment.course
    marks = own_marks(assignment, student)
    context = {
        "frame": course_frame(request.user, course, is_staff=False, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": current_spec(assignment).title,
        "marks": marks,
        "share": share_of(mark.kind for mark in marks),
    }
    return render(request, "meetings/own_attendance.html", context)
