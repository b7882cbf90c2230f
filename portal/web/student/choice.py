"""Saying which submission counts, where students choose."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.grading.services import choose
from portal.submissions.access import get_submission
from portal.web.requests import SignedInRequest


@login_required
@require_POST
def take(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let this submission count, until another is chosen."""
    submission = get_submission(request.user, public_id)
    choose(submission, actor=request.user, now=timezone.now())
    messages.success(request, f"Submission {submission.number} is the one chosen.")
    page = reverse("student:assignment", args=[submission.assignment.public_id])
    return redirect(f"{page}#a-prev")
