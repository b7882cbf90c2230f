"""A handed-in notebook, to be read: ours around it, and itself behind two locks."""

from uuid import UUID

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.courses.access import is_staff_of
from portal.lib import store
from portal.lib.errors import NotFoundError
from portal.submissions.access import get_notebook_page, get_submission
from portal.submissions.models import Rendered
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest

AGAIN_S = "4"
# It may do nothing: no script, no form, no request, not even as this site.
LOCKED = (
    "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
    "font-src data:; frame-ancestors 'self'"
)


@login_required
@require_safe
@csp_update({"frame-src": [SELF]})  # type: ignore[untyped-decorator]
def show(request: SignedInRequest, public_id: UUID, path: str) -> HttpResponse:
    """Show a notebook in a frame that may do nothing; ask again while it is made."""
    page = get_notebook_page(request.user, public_id, path)
    submission = get_submission(request.user, public_id)
    course = submission.assignment.course
    is_staff = is_staff_of(request.user, course)
    context = {
        "frame": course_frame(
            request.user, course, is_staff=is_staff, here="Assignments"
        ),
        "course": course,
        "submission": submission,
        "title": submission.version.spec["title"],
        "path": path,
        "page": page,
    }
    response = render(request, "student/notebook.html", context)
    if page.state == Rendered.WAITING:
        response["Refresh"] = AGAIN_S
    return response


@login_required
@require_safe
def rendered(request: SignedInRequest, public_id: UUID, path: str) -> FileResponse:
    """Send the page itself, locked also for those who open it directly."""
    page = get_notebook_page(request.user, public_id, path)
    if page.artifact is None:
        raise NotFoundError("This notebook has no page yet.")
    response = FileResponse(
        store.open_stored(page.artifact.sha256),
        content_type="text/html; charset=utf-8",
        headers={
            "Content-Security-Policy": LOCKED,
            "Content-Length": str(page.artifact.size),
            "X-Content-Type-Options": "nosniff",
            "X-Frame-Options": "SAMEORIGIN",
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "private, max-age=300",
        },
    )
    response.headers.pop("Content-Disposition", None)
    return response
