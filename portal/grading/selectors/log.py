"""Stage logs: students read public stages, staff read all."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from portal.accounts.models import User
from portal.courses.access import is_staff_of
from portal.grading.models import GradingJob, JobArtifact, StageLog
from portal.grading.selectors.told import logs_of
from portal.grading.services.output import path_of_log
from portal.lib.errors import NotFoundError

HEAD_BYTES = 16 * 1024
TAIL_BYTES = 64 * 1024
CHUNK = 64 * 1024
METRICS = "metrics-"  # stages that are no stage: figures a training writes as it runs


@dataclass(frozen=True)
class Excerpt:
    """The beginning and the end of a log; between them ``left_out`` bytes."""

    head: tuple[str, ...]
    tail: tuple[str, ...]
    left_out: int


def visible_logs(job: GradingJob, *, viewer: User) -> list[StageLog]:
    """Return the logs of the newest attempt in the order they began.

    2 queries; of a job that came with its logs 1.
    """
    is_staff = is_staff_of(viewer, job.submission.assignment.course)
    return [
        log
        for log in logs_of(job)
        if log.attempt == job.attempt and (is_staff or log.is_public)
    ]


def printed_logs(job: GradingJob, *, viewer: User) -> list[StageLog]:
    """Return the logs of what stages printed: all but the metrics; 2 queries."""
    return [log for log in visible_logs(job, viewer=viewer) if is_printed(log)]


def is_printed(log: StageLog) -> bool:
    """Return whether a log is what a stage printed, and no training's figures."""
    return not log.stage.startswith(METRICS)


def log_tail(
    job: GradingJob, *, viewer: User, stage: str, max_lines: int = 14
) -> list[str]:
    """Return the last lines of a stage's log; reads at most 64 KiB of it."""
    return tail_of(job, _log(job, viewer=viewer, stage=stage), max_lines=max_lines)


def tail_of(
    job: GradingJob,
    log: StageLog,
    *,
    max_lines: int | None = None,
    most_bytes: int = TAIL_BYTES,
) -> list[str]:
    """Return the last lines of a log that ``visible_logs`` returned."""
    start = max(0, log.size - most_bytes)
    lines = _lines(b"".join(_bytes(job, log, start)))
    if start:
        lines = lines[1:] or lines  # begun in the middle
    return lines if max_lines is None else lines[-max_lines:]


def excerpt_of(job: GradingJob, log: StageLog) -> Excerpt:
    """Return both ends of a log that ``visible_logs`` returned, or the whole of it.

    However large it is, at most 80 KiB of it are read.
    """
    if log.size <= HEAD_BYTES + TAIL_BYTES:
        return Excerpt(tuple(_lines(b"".join(_bytes(job, log, 0)))), (), 0)
    first = b"".join(_bytes(job, log, 0, most=HEAD_BYTES))
    last = b"".join(_bytes(job, log, log.size - TAIL_BYTES))
    # Cut at ends of lines, where there are any.
    head = first[: first.rfind(b"\n") + 1] or first
    tail = last[last.find(b"\n") + 1 :] or last
    left_out = log.size - len(head) - len(tail)
    return Excerpt(tuple(_lines(head)), tuple(_lines(tail)), left_out)


def log_bytes(job: GradingJob, *, viewer: User, stage: str) -> Iterator[bytes]:
    """Return a stage's whole log in pieces."""
    return _bytes(job, _log(job, viewer=viewer, stage=stage), 0)


def bytes_of(job: GradingJob, log: StageLog) -> Iterator[bytes]:
    """Return the whole of a log that ``visible_logs`` returned, in pieces."""
    return _bytes(job, log, 0)


def visible_artifacts(job: GradingJob, *, viewer: User) -> list[JobArtifact]:
    """Return the files that the newest attempt made, as far as the viewer may."""
    made = JobArtifact.objects.filter(job=job, attempt=job.attempt)
    if not is_staff_of(viewer, job.submission.assignment.course):
        made = made.filter(is_public=True)
    return list(made.select_related("artifact").order_by("name"))


def _lines(data: bytes) -> list[str]:
    """Split at newlines only: what else breaks lines is the student's to print."""
    text = data.decode("utf-8", "replace").replace("\x00", "\ufffd")
    lines = text.split("\n")
    return lines[:-1] if lines[-1] == "" else lines


def _log(job: GradingJob, *, viewer: User, stage: str) -> StageLog:
    for log in visible_logs(job, viewer=viewer):
        if log.stage == stage:
            return log
    raise NotFoundError("There is no such log.")


def _bytes(
    job: GradingJob, log: StageLog, start: int, *, most: int | None = None
) -> Iterator[bytes]:
    """Read what is committed: bytes behind ``size`` may be a broken try's."""
    left = log.size - start if most is None else min(most, log.size - start)
    path: Path = path_of_log(job, log.attempt, log.stage)
    if left <= 0 or not path.exists():
        return
    with path.open("rb") as file:
        file.seek(start)
        while left > 0 and (chunk := file.read(min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
