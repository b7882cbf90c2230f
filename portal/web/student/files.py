"""What was handed in, file by file."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portal.courses.access import is_staff_of
from portal.lib import store
from portal.submissions.access import get_file, get_submission
from portal.submissions.selectors import files_of
from portal.web.downloads import attachment
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List the files with size and digest."""
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
        "files": files_of(submission),
    }
    return render(request, "student/files.html", context)


@login_required
@require_safe
def download(request: SignedInRequest, public_id: UUID, path: str) -> FileResponse:
    """Send one file exactly as it came."""
    artifact = get_file(request.user, public_id, path).artifact
    return attachment(store.open_stored(artifact.sha256), path, size=artifact.size)
