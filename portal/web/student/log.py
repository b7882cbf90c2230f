"""What was printed while a submission was graded: both ends in a page, all as files."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from portal.courses.access import is_staff_of
from portal.grading.models import GradingJob, StageLog
from portal.grading.selectors import bytes_of, excerpt_of, printed_logs, told_job
from portal.lib.errors import NotFoundError
from portal.submissions.access import get_submission
from portal.submissions.models import Submission
from portal.web.ansi import safe_lines
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest


@dataclass(frozen=True)
class Shown:
    """One stage's log as the page shows it."""

    log: StageLog
    title: str
    head: tuple[SafeString, ...]
    tail: tuple[SafeString, ...]
    left_out: int


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show one stage's log, the newest or ``?stage=``; however large, both its ends."""
    submission = get_submission(request.user, public_id)
    job = _job(submission)
    logs = printed_logs(job, viewer=request.user)
    titles = _titles(job)
    log = _chosen(logs, request.GET.get("stage", ""))
    course = submission.assignment.course
    is_staff = is_staff_of(request.user, course)
    context = {
        "frame": course_frame(
            request.user, course, is_staff=is_staff, here="Assignments"
        ),
        "course": course,
        "submission": submission,
        "title": submission.version.spec["title"],
        "stages": [(log, titles.get(log.stage, log.stage)) for log in logs],
        "shown": _shown(job, log, titles) if log else None,
    }
    return render(request, "student/log.html", context)


@login_required
@require_safe
def download(request: SignedInRequest, public_id: UUID) -> StreamingHttpResponse:
    """Stream every stage's output, one after another, or one ``?stage=``'s alone."""
    submission = get_submission(request.user, public_id)
    job = _job(submission)
    logs = printed_logs(job, viewer=request.user)
    stage = request.GET.get("stage", "")
    name = f"{submission.assignment.slug}-{submission.number}"
    if stage:
        log = _chosen(logs, stage)
        name = f"{name}-{stage}"
    pieces = bytes_of(job, log) if stage and log else _pieces(job, logs)
    return StreamingHttpResponse(
        pieces,
        content_type="text/plain; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.log"',
            "X-Content-Type-Options": "nosniff",
        },
    )


def _job(submission: Submission) -> GradingJob:
    job = told_job(submission)
    if job is None:
        raise NotFoundError("Nothing has run yet, so there is no log.")
    return job


def _chosen(logs: list[StageLog], stage: str) -> StageLog | None:
    """Return the log of ``stage``, which must be there; else the newest with bytes."""
    if not stage:
        full = [log for log in logs if log.size]
        return full[-1] if full else None
    for log in logs:
        if log.stage == stage:
            return log
    raise NotFoundError("There is no such log.")


def _titles(job: GradingJob) -> dict[str, str]:
    report = getattr(job, "report", None)
    stages = report.stages if report is not None else job.progress
    return {stage["name"]: stage["title"] for stage in stages}


def _shown(job: GradingJob, log: StageLog, titles: dict[str, str]) -> Shown:
    excerpt = excerpt_of(job, log)
    return Shown(
        log,
        titles.get(log.stage, log.stage),
        safe_lines(excerpt.head),
        safe_lines(excerpt.tail),
        excerpt.left_out,
    )


def _pieces(job: GradingJob, logs: list[StageLog]) -> Iterator[bytes]:
    for log in logs:
        yield f"--- {log.stage}\n".encode()
        yield from bytes_of(job, log)
        yield b"\n"
