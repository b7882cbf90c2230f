"""Stage logs: students read public stages, staff read all."""

from collections.abc import Iterator
from pathlib import Path

from portal.accounts.models import User
from portal.courses.access import is_staff_of
from portal.grading.models import GradingJob, JobArtifact, StageLog
from portal.grading.services.output import path_of_log
from portal.lib.errors import NotFoundError

TAIL_BYTES = 64 * 1024
CHUNK = 64 * 1024


def visible_logs(job: GradingJob, *, viewer: User) -> list[StageLog]:
    """Return the logs of the newest attempt in the order they began; 2 queries."""
    logs = StageLog.objects.filter(job=job, attempt=job.attempt).order_by("pk")
    if not is_staff_of(viewer, job.submission.assignment.course):
        logs = logs.filter(is_public=True)
    return list(logs)


def log_tail(
    job: GradingJob, *, viewer: User, stage: str, max_lines: int = 14
) -> list[str]:
    """Return the last lines of a stage's log; reads at most 64 KiB of it."""
    log = _log(job, viewer=viewer, stage=stage)
    start = max(0, log.size - TAIL_BYTES)
    data = b"".join(_bytes(job, log, start))
    lines = data.decode("utf-8", "replace").replace("\x00", "\ufffd").splitlines()
    if start:
        lines = lines[1:]  # begun in the middle
    return lines[-max_lines:]


def log_bytes(job: GradingJob, *, viewer: User, stage: str) -> Iterator[bytes]:
    """Return a stage's whole log in pieces."""
    return _bytes(job, _log(job, viewer=viewer, stage=stage), 0)


def visible_artifacts(job: GradingJob, *, viewer: User) -> list[JobArtifact]:
    """Return the files that the newest attempt made, as far as the viewer may."""
    made = JobArtifact.objects.filter(job=job, attempt=job.attempt)
    if not is_staff_of(viewer, job.submission.assignment.course):
        made = made.filter(is_public=True)
    return list(made.select_related("artifact").order_by("name"))


def _log(job: GradingJob, *, viewer: User, stage: str) -> StageLog:
    for log in visible_logs(job, viewer=viewer):
        if log.stage == stage:
            return log
    raise NotFoundError("There is no such log.")


def _bytes(job: GradingJob, log: StageLog, start: int) -> Iterator[bytes]:
    """Read what is committed: bytes behind ``size`` may be a broken try's."""
    left = log.size - start
    path: Path = path_of_log(job, log.attempt, log.stage)
    if left <= 0 or not path.exists():
        return
    with path.open("rb") as file:
        file.seek(start)
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
