"""An assignment: its text, limits, what counts, handing in, and what was handed in."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.assignments.access import get_assignment
from portal.assignments.models import Assignment
from portal.assignments.selectors import with_starter
from portal.lib import store
from portal.meetings.slots import with_slots
from portal.web.downloads import attachment
from portal.web.frame import course_frame
from portal.web.meetings import graded, slots
from portal.web.requests import SignedInRequest
from portal.web.student.brief import terminal
from portal.web.student.desk import Desk, desk_of, file_of
from portal.web.student.draft import draft_of
from portal.web.student.sheet import parts_of


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the assignment to whoever is in its course and may see it."""
    now = timezone.now()
    assignment = get_assignment(
        request.user, public_id, now=now, **with_starter(), **with_slots()
    )
    desk = desk_of(assignment, viewer=request.user, now=now)
    frame = course_frame(
        request.user, assignment.course, is_staff=desk.is_staff, here="Assignments"
    )
    context = {
        "frame": frame,
        "course": assignment.course,
        "assignment": assignment,
        "desk": desk,
        "terminal": terminal(desk.spec, _api(request, assignment)),
        **_form(request, assignment, desk),
        **slots.part_of(assignment, desk.spec.kind, request.user),
        **graded.part_of(assignment, desk.spec, request.user, now=now),
    }
    return render(request, "student/assignment.html", context)


def _form(
    request: SignedInRequest, assignment: Assignment, desk: Desk
) -> dict[str, Any]:
    """Return the form and what is in it, where there is one to fill in."""
    if desk.spec.form is None or desk.closed:
        return {}
    newest = next((line.submission for line in desk.history.lines), None)
    draft = draft_of(request, assignment, desk.spec, newest)
    digest = desk.version.digest
    seed = f"{digest}:{request.user.public_id}"
    parts = parts_of(desk.spec.form, draft.answers, digest=digest, seed=seed)
    return {"form": parts, "draft": draft}


def _api(request: SignedInRequest, assignment: Assignment) -> str:
    path = f"/api/v1/assignments/{assignment.public_id}/submissions/"
    return request.build_absolute_uri(path)


@login_required
@require_safe
def download(request: SignedInRequest, public_id: UUID, path: str) -> FileResponse:
    """Send a picture, or a file to start from; never what a judge keeps."""
    assignment = get_assignment(request.user, public_id, now=timezone.now())
    file = file_of(assignment, path)
    return attachment(store.open_stored(file.sha256), file.path, size=file.size)
