"""Handing in: files stream to disk, and the answer is a receipt or a reason."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from graders.spec.forms import ANSWERS
from portal.assignments.access import get_assignment
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec
from portal.grading.services import submit
from portal.lib.errors import InvalidError
from portal.submissions.intake import Upload
from portal.submissions.rules import MIB
from portal.submissions.uploads import limit_upload
from portal.web.errors import wants_json
from portal.web.requests import SignedInRequest
from portal.web.student.draft import drop_draft, keep_draft
from portal.web.student.sheet import answers_in, as_file


# The limit must stand before anything reads the body, where the CSRF token is too:
# exempt outside, protected inside.
@csrf_exempt
@login_required
@require_POST
def receive(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take in what was sent for an assignment, or refuse it file by file."""
    assignment = get_assignment(request.user, public_id, now=timezone.now())
    limit_upload(request, int(current_spec(assignment).submit.max_mib * MIB))
    return _receive(request, public_id)


def _uploads(request: HttpRequest, assignment: Assignment) -> list[Upload]:
    """Return the files that came, and the one that a filled-in form becomes."""
    files = [
        Upload(file.name or "", file.chunks())
        for file in request.FILES.getlist("files")
    ]
    form = current_spec(assignment).form
    if form is None or any(upload.path == ANSWERS for upload in files):
        return files
    answers = answers_in(form, request.POST)
    if not answers:
        raise InvalidError("Nothing is filled in yet.", code="no_files")
    keep_draft(request, assignment, answers)
    return [*files, as_file(answers)]


@csrf_protect
def _receive(request: HttpRequest, public_id: UUID) -> HttpResponse:
    now = timezone.now()
    assignment = get_assignment(request.user, public_id, now=now)  # type: ignore[arg-type]
    submission = submit(
        assignment,
        actor=request.user,  # type: ignore[arg-type]
        uploads=_uploads(request, assignment),
        now=now,
        source="web",
    )
    drop_draft(request, assignment)
    url = reverse("student:submission", args=[submission.public_id])
    messages.success(
        request,
        f"Handed in: submission {submission.number}, receipt {submission.receipt}.",
    )
    return JsonResponse({"location": url}) if wants_json(request) else redirect(url)
