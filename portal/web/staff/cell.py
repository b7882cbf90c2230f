"""One grade: what it is, who wrote what, and one line more."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook import services
from portal.gradebook.access import get_cell, get_entry
from portal.gradebook.models import LedgerEntry
from portal.gradebook.policy import standing
from portal.gradebook.selectors import (
    Seen,
    cell_lines,
    head_of,
    hidden_columns,
    seen_cell,
    stored_table,
)
from portal.lib.errors import InvalidError
from portal.web.frame import course_frame
from portal.web.jinja import drawn
from portal.web.requests import SignedInRequest
from portal.web.staff.asked import Asked
from portal.web.staff.book import book_of
from portal.web.staff.forms import CellForm, ReasonForm


@dataclass(frozen=True)
class Line:
    """One line of the cell; ``is_void`` where a later one took it back."""

    entry: LedgerEntry
    is_void: bool
    can_be_undone: bool


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, enrollment: UUID, assignment: UUID) -> HttpResponse:
    """Show a grade; a POST writes a line, unless the grade changed meanwhile."""
    now = timezone.now()
    cell = get_cell(request.user, enrollment, assignment, now=now)
    seen = seen_cell(cell[1], cell[0], now=now)
    if seen.column is None:
        raise InvalidError("This assignment is not published; nobody has a grade yet.")
    most = seen.column.max_points
    if request.method != "POST":
        form = CellForm(most=most, initial={"seen": seen.version, **_first(seen)})
        return _page(request, cell, seen, form)
    form = CellForm(request.POST, most=most)
    if not form.is_valid():
        return _page(request, cell, seen, form, status=400)
    if form.cleaned_data["seen"] != seen.version:
        again = CellForm(most=most, initial={**form.cleaned_data, "seen": seen.version})
        return _page(request, cell, seen, again, status=409, is_stale=True)
    _write(cell, form.cleaned_data, actor=request.user, now=now)
    return _written(request, cell, now=now)


@login_required
@require_POST
def undo(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take a line back, with a line that says why."""
    entry, now = get_entry(request.user, public_id), timezone.now()
    form = ReasonForm(request.POST)
    if not form.is_valid() or entry.enrollment is None or entry.assignment is None:
        raise InvalidError("Say why this line is taken back; the student reads it.")
    reason = form.cleaned_data["reason"]
    services.undo(entry, reason=reason, actor=request.user, now=now)
    return _written(request, (entry.enrollment, entry.assignment), now=now)


def _first(seen: Seen) -> dict[str, Any]:
    """Return what the form proposes: the grade as it is."""
    points = seen.points
    return {} if points is None else {"points": f"{points:.10g}"}


def _write(
    cell: tuple[Enrollment, Assignment], said: dict[str, Any], **who: Any
) -> None:
    """Write the line that the form asks for."""
    enrollment, assignment = cell
    services.write_line(assignment, enrollment, **said, **who)


def _page(
    request: SignedInRequest,
    cell: tuple[Enrollment, Assignment],
    seen: Seen,
    form: CellForm,
    *,
    status: int = 200,
    is_stale: bool = False,
) -> HttpResponse:
    enrollment, assignment = cell
    course = enrollment.course
    is_part = "X-Fragment" in request.headers
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "enrollment": enrollment,
        "assignment": assignment,
        "seen": seen,
        "lines": _lines(assignment, enrollment),
        "form": form,
        "is_stale": is_stale,
        "is_part": is_part,
    }
    template = "staff/cell_part.html" if is_part else "staff/cell.html"
    return render(request, template, context, status=status)


def _lines(assignment: Assignment, enrollment: Enrollment) -> list[Line]:
    """Return every line, newest first, also those that were taken back."""
    entries = sorted(cell_lines(assignment, enrollment), key=lambda entry: entry.pk)
    held = {entry.pk for entry in standing(entries)}
    return [
        Line(
            entry,
            entry.pk not in held,
            entry.pk in held and entry.enrollment_id is not None,
        )
        for entry in reversed(entries)
    ]


def _written(
    request: SignedInRequest, cell: tuple[Enrollment, Assignment], *, now: datetime
) -> HttpResponse:
    """Answer with the student's new row, or lead back to the grade."""
    enrollment, assignment = cell
    if "X-Fragment" not in request.headers:
        messages.success(request, "Written to the ledger.")
        return redirect("staff:cell", enrollment.public_id, assignment.public_id)
    course = enrollment.course
    head = head_of(course)
    services.refresh_rows(course, now=now, head=head)
    table = stored_table(course, head, only=enrollment)
    book = book_of(table, Asked(), hidden_columns(course, request.user))
    return HttpResponse(drawn("staff/rows.jinja", book=book))
