"""All grades of a course that students don't see yet, released at once."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.gradebook import services, stored
from portal.gradebook.selectors import head_of, stored_table
from portal.lib.errors import InvalidError
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_staff
from portal.web.staff.faces import counted
from portal.web.staff.forms import ReasonForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Say what would be shown, and what still waits; a POST shows it."""
    now = timezone.now()
    course = course_of_staff(request.user, public_id)
    if request.method == "POST":
        form = ReasonForm(request.POST)
        if not form.is_valid():
            raise InvalidError("Say why, for the ledger.")
        reason = form.cleaned_data["reason"]
        done = services.release_all(course, reason=reason, actor=request.user, now=now)
        many = f"{len(done)} assignment{'' if len(done) == 1 else 's'}"
        messages.success(request, f"The grades of {many} are released.")
        return redirect("staff:gradebook", public_id)
    head = head_of(course)
    services.refresh_rows(course, now=now, head=head)
    rows = stored_table(course, head).rows
    waiting = [
        counted([row.marks[n] for row in rows], stored.PENDING)
        for n in range(len(head.columns))
    ]
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "hidden": [
            (column, wait)
            for column, wait in zip(head.columns, waiting, strict=True)
            if not column.is_released
        ],
        "students": len(rows),
        "form": ReasonForm(),
    }
    return render(request, "staff/releasing.html", context)
