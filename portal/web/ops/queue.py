"""The queue: what waits where, and what gave up and waits for a person."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.grading import services
from portal.grading.access import get_job
from portal.grading.selectors.job import parked_jobs
from portal.grading.selectors.queue import leases_out, waiting
from portal.web.frame import ops_frame
from portal.web.ops.door import let_in_ops
from portal.web.requests import SignedInRequest


@login_required
@require_safe
def show(request: SignedInRequest) -> HttpResponse:
    """Show what waits by lane and pool, and every parked job."""
    let_in_ops(request.user)
    rows = waiting()
    parked = list(parked_jobs())
    context = {
        "frame": ops_frame(request.user, here="Queue"),
        "rows": rows,
        "total": sum(row.count for row in rows),
        "leases": leases_out(),
        "parked": parked,
        "title": _title(sum(row.count for row in rows), len(parked)),
    }
    return render(request, "ops/queue.html", context)


@login_required
@require_POST
def requeue(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Queue a parked job again."""
    job = get_job(request.user, public_id)
    services.requeue(job, actor=request.user, now=timezone.now())
    messages.success(request, "The job waits for a runner again.")
    return redirect("ops:queue")


def _title(total: int, parked: int) -> str:
    waits = "Nothing waits" if not total else f"{total} job{'s' * (total != 1)} wait"
    if total == 1:
        waits = "1 job waits"
    return f"{waits}, {parked} parked" if parked else waits
