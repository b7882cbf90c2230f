"""The gradebook: students by assignments, and which columns one sees of it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.gradebook.selectors import (
    head_of,
    hidden_columns,
    stored_table,
    team_names,
)
from portal.gradebook.services import choose_columns, refresh_rows
from portal.web.frame import course_frame
from portal.web.jinja import drawn
from portal.web.requests import SignedInRequest
from portal.web.staff.asked import asked_of
from portal.web.staff.book import book_of
from portal.web.staff.doors import course_of_staff


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the table, all of it or what the query asks for."""
    course = course_of_staff(request.user, public_id)
    head = head_of(course)
    refresh_rows(course, now=timezone.now(), head=head)
    asked = asked_of(request.GET, head.columns, team_names(course, head.columns))
    hidden = hidden_columns(course, request.user)
    book = book_of(stored_table(course, head), asked, hidden)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "book": book,
        "columns": head.columns,
        "grid": drawn("staff/grid.jinja", book=book),
    }
    return render(request, "staff/gradebook.html", context)


@login_required
@require_POST
def choose(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Keep which columns this person wants to see: those that are ticked."""
    course = course_of_staff(request.user, public_id)
    slugs = course.assignments.values_list("slug", flat=True)
    shown = set(request.POST.getlist("shown"))
    choose_columns(course, hidden=set(slugs) - shown, actor=request.user)
    return redirect("staff:gradebook", public_id)
