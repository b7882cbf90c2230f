"""The queue: what waits, what runs, what gave up."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.grading.access import get_job
from portal.grading.services import requeue
from portal.web.frame import ops_frame
from portal.web.live import fragment
from portal.web.ops.doors import ops_only
from portal.web.ops.waiting import queue_of
from portal.web.requests import SignedInRequest


@ops_only
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Show the queue; when htmx polls, only the parts that move."""
    queue = queue_of(now=timezone.now())
    context = {"frame": ops_frame(request.user, here="Queue"), "queue": queue}
    if request.htmx:
        return fragment(request, "ops/queue_live.html", context, what=queue)
    return render(request, "ops/queue.html", context)


@ops_only
@require_POST
def put_back(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Give a parked job another three tries."""
    job = get_job(request.user, public_id)
    requeue(job, actor=request.user, now=timezone.now())
    messages.success(request, "It is in the queue again.")
    return redirect("ops:queue")
