"""The report of a submission to take away: as JSON, or as a bundle with everything."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.submissions.access import get_submission
from portal.web.reports.bundle import bundle_pieces
from portal.web.reports.found import found_of
from portal.web.reports.gradescope import gradescope_report
from portal.web.requests import SignedInRequest


@login_required
@require_safe
def as_json(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Send the report as Gradescope's results.json has it."""
    submission = get_submission(request.user, public_id)
    found = found_of(submission, viewer=request.user, now=timezone.now())
    return JsonResponse(
        gradescope_report(submission, found.report),
        headers=_attached(f"{found.name}.json"),
        json_dumps_params={"indent": 2, "ensure_ascii": False},
    )


@login_required
@require_safe
def as_bundle(request: SignedInRequest, public_id: UUID) -> StreamingHttpResponse:
    """Stream the zip with what it takes to look at it and to run it again."""
    submission = get_submission(request.user, public_id)
    found = found_of(submission, viewer=request.user, now=timezone.now())
    pieces = bundle_pieces(
        found.job, found.report, viewer=request.user, moment=found.moment
    )
    return StreamingHttpResponse(
        pieces,
        content_type="application/zip",
        headers=_attached(f"{found.name}.zip"),
    )


def _attached(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-cache",
    }
