"""The gradebook: students by assignments, each cell a way to its submission."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.gradebook.selectors import course_table
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_staff
from portal.web.staff.ledger import book_of


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the table, all of it or by ``q`` and ``only``."""
    course = course_of_staff(request.user, public_id)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "book": book_of(course_table(course), request.GET),
    }
    return render(request, "staff/gradebook.html", context)
