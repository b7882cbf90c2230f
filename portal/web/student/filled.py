"""What was written into a form: read again as a page, and looked at before."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from graders.spec import spec_from_json
from portal.courses.access import is_staff_of
from portal.lib.errors import InvalidError, NotFoundError
from portal.submissions.access import get_submission
from portal.web.frame import course_frame
from portal.web.markdown import render as as_html
from portal.web.requests import SignedInRequest
from portal.web.student.sheet import handed_in, parts_of

MOST_CHARS = 20_000


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the answers of a submission, each below its question."""
    submission = get_submission(request.user, public_id)
    version = submission.version
    form = spec_from_json(version.spec).form
    if form is None:
        raise NotFoundError("This submission is no filled-in form.")
    course = submission.assignment.course
    is_staff = is_staff_of(request.user, course)
    parts = parts_of(form, handed_in(submission), digest=version.digest)
    context = {
        "frame": course_frame(
            request.user, course, is_staff=is_staff, here="Assignments"
        ),
        "course": course,
        "submission": submission,
        "title": version.spec["title"],
        "parts": [
            (part, [(field, as_html(field.text, digest="")) for field in part.fields])
            for part in parts
        ],
    }
    return render(request, "student/answers.html", context)


@login_required
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Show a text as it will be read; nothing is kept."""
    text = request.POST.get("text", "")
    if len(text) > MOST_CHARS:
        raise InvalidError(f"A text has at most {MOST_CHARS:,} characters.")
    return render(request, "student/preview.html", {"text": as_html(text, digest="")})
