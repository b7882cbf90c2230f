"""What staff do to a submission: grade it again, put a parked job back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from portal.grading.access import get_job
from portal.grading.services import grade_again, requeue
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import submission_of_staff


@login_required
@require_POST
def start_again(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Ask for one more grading; it costs the student nothing."""
    submission = submission_of_staff(request.user, public_id)
    grade_again(submission, actor=request.user, now=timezone.now())
    messages.success(request, "It is graded again, at no cost to the student.")
    return redirect("student:submission", public_id)


@login_required
@require_POST
def put_back(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Queue a parked job again."""
    job = get_job(request.user, public_id)
    submission = submission_of_staff(request.user, job.submission.public_id)
    requeue(job, actor=request.user, now=timezone.now())
    messages.success(request, "It is in the queue again.")
    return redirect("student:submission", submission.public_id)
