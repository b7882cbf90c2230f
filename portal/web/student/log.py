"""The whole log of a submission's newest job, as far as the viewer may read it."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import StreamingHttpResponse
from django.views.decorators.http import require_safe

from portal.accounts.models import User
from portal.grading.models import GradingJob
from portal.grading.selectors import latest_job, log_bytes, visible_logs
from portal.lib.errors import NotFoundError
from portal.submissions.access import get_submission
from portal.web.requests import SignedInRequest


@login_required
@require_safe
def download(request: SignedInRequest, public_id: UUID) -> StreamingHttpResponse:
    """Stream every stage's output, one after another."""
    submission = get_submission(request.user, public_id)
    job = latest_job(submission)
    if job is None:
        raise NotFoundError("Nothing has run yet, so there is no log.")
    name = f"{submission.assignment.slug}-{submission.number}.log"
    return StreamingHttpResponse(
        _pieces(job, request.user),
        content_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _pieces(job: GradingJob, viewer: User) -> Iterator[bytes]:
    for log in visible_logs(job, viewer=viewer):
        yield f"--- {log.stage}\n".encode()
        yield from log_bytes(job, viewer=viewer, stage=log.stage)
        yield b"\n"
