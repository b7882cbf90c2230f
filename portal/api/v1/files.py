"""Reports, logs and files of a submission, each in its own form."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from uuid import UUID

from django.http import FileResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from portal.accounts.models import User
from portal.api.v1.describe import answers, describe
from portal.api.v1.details import report_of
from portal.api.v1.shapes.gradescope import GradescopeShape
from portal.api.v1.shapes.report import ReportShape
from portal.api.v1.submissions import get_own_or_staffed
from portal.api.v1.view import ApiView
from portal.grading.models import GradingJob
from portal.grading.selectors import bytes_of, latest_job, log_bytes, printed_logs
from portal.lib import store
from portal.lib.errors import NotFoundError
from portal.submissions.access import get_file
from portal.web.reports.bundle import bundle_pieces
from portal.web.reports.found import found_of
from portal.web.reports.gradescope import gradescope_report


class ReportView(ApiView):
    """What the newest grading found."""

    @describe("submissions_report", responses=answers(ReportShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read the whole report: checks, measurements, stages, where it ran."""
        submission = get_own_or_staffed(self, public_id)
        report = report_of(submission, viewer=self.viewer, now=timezone.now())
        if report is None:
            raise NotFoundError("There is no report yet.", code="no_report")
        return Response(ReportShape(report).data)


class GradescopeView(ApiView):
    """The newest report in Gradescope's form."""

    @describe("submissions_gradescope", responses=answers(GradescopeShape, 404))
    def get(self, request: Request, public_id: UUID) -> Response:
        """Read the report as a results.json, with our findings under extra_data."""
        submission = get_own_or_staffed(self, public_id)
        found = found_of(submission, viewer=self.viewer, now=timezone.now())
        return Response(gradescope_report(submission, found.report))


class BundleView(ApiView):
    """All that it takes to look at a grading and to run it again."""

    @describe("submissions_bundle", responses=answers(OpenApiTypes.BINARY, 404))
    def get(self, request: Request, public_id: UUID) -> HttpResponseBase:
        """Download a zip: spec, public data, own files, environment, logs, report."""
        submission = get_own_or_staffed(self, public_id)
        found = found_of(submission, viewer=self.viewer, now=timezone.now())
        response = StreamingHttpResponse(
            bundle_pieces(
                found.job, found.report, viewer=self.viewer, moment=found.moment
            ),
            content_type="application/zip",
        )
        response["Content-Disposition"] = f'attachment; filename="{found.name}.zip"'
        return _guarded(response)


class LogView(ApiView):
    """What was printed while it was graded."""

    @describe(
        "submissions_log",
        parameters=[OpenApiParameter("stage", str, description="One stage only.")],
        responses=answers(OpenApiTypes.STR, 404),
    )
    def get(self, request: Request, public_id: UUID) -> HttpResponseBase:
        """Read the log as text: the public stages, for staff all of them."""
        submission = get_own_or_staffed(self, public_id)
        job = latest_job(submission)
        if job is None:
            raise NotFoundError("There is no log yet.")
        stage = request.query_params.get("stage", "")
        if stage:
            lines = log_bytes(job, viewer=self.viewer, stage=stage)
        else:
            lines = _whole_log(job, self.viewer)
        kind = "text/plain; charset=utf-8"
        return _guarded(StreamingHttpResponse(lines, content_type=kind))


class FileView(ApiView):
    """One file as it was handed in."""

    @describe(
        "submissions_file",
        responses=answers(OpenApiTypes.BINARY, 404),
    )
    def get(self, request: Request, public_id: UUID, path: str) -> HttpResponseBase:
        """Download a file of a submission, byte for byte."""
        get_own_or_staffed(self, public_id)
        file = get_file(self.viewer, public_id, path)
        response = FileResponse(
            store.open_stored(file.artifact.sha256),
            as_attachment=True,
            filename=PurePosixPath(file.path).name,
            content_type="application/octet-stream",
        )
        response["ETag"] = f'"{file.artifact.sha256}"'
        return _guarded(response)


def _whole_log(job: GradingJob, viewer: User) -> Iterator[bytes]:
    for log in printed_logs(job, viewer=viewer):
        yield f"== {log.stage} ==\n".encode()
        yield from bytes_of(job, log)
        yield b"\n"


def _guarded(response: HttpResponseBase) -> HttpResponseBase:
    """Let no browser take a student's bytes for a page of ours."""
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-cache"
    return response
