"""A submission: live while it is graded, then what came of it and why."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.grading.services import cancel
from portal.submissions.access import get_submission
from portal.submissions.parties import members_of
from portal.web.frame import course_frame
from portal.web.live import fragment, over
from portal.web.marking.received import received_of
from portal.web.requests import SignedInRequest
from portal.web.student.casefile import case_of
from portal.web.student.progress import progress_of


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show a submission; when htmx polls, only the parts that move."""
    now = timezone.now()
    submission = get_submission(request.user, public_id)
    progress = progress_of(submission, viewer=request.user, now=now)
    context = {"submission": submission, "progress": progress}
    if request.htmx:
        if not progress.status.is_live:
            return over()
        return fragment(request, "student/submission_live.html", context, what=progress)
    course = submission.assignment.course
    case = case_of(submission, progress, viewer=request.user, now=now)
    context |= {
        "frame": course_frame(
            request.user, course, is_staff=progress.is_staff, here="Assignments"
        ),
        "course": course,
        "members": members_of(submission) if submission.team_id else [],
        "case": case,
        "received": received_of(
            submission,
            viewer=request.user,
            is_staff=progress.is_staff,
            is_published=case.is_published,
            now=now,
        ),
    }
    return render(request, "student/submission.html", context)


@login_required
@require_POST
def stop(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Cancel the grading; what it reserved comes back."""
    submission = get_submission(request.user, public_id)
    cancel(submission, actor=request.user, now=timezone.now())
    messages.success(request, "It is being cancelled; the grading comes back to you.")
    return redirect("student:submission", public_id)
