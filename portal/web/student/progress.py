"""Where a submission is now: all that the live page shows but the clock."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.safestring import SafeString

from portal.accounts.models import User
from portal.courses.access import is_staff_of
from portal.grading.models import GradingJob, StageLog
from portal.grading.selectors import (
    Place,
    is_printed,
    queue_place,
    recent_seconds,
    tail_of,
    told_job,
    visible_logs,
)
from portal.grading.states import JobState
from portal.grading.words import Status, status_of
from portal.submissions.models import Submission
from portal.submissions.parties import is_own
from portal.submissions.selectors import Quota, file_count, quota_beside
from portal.web import formats
from portal.web.ansi import safe_lines
from portal.web.student.learning import Learning, learning_of
from portal.web.student.moves import Move, move_of
from portal.web.student.timeline import Step, steps_of

TAIL = 14


@dataclass(frozen=True)
class Tail:
    """The end of one stage's log, safe to show."""

    stage: str
    lines: tuple[SafeString, ...]


@dataclass(frozen=True)
class Progress:
    """The live parts; two equal ones look the same, so a poll may answer 304."""

    title: str
    status: Status
    move: Move
    steps: tuple[Step, ...]
    tail: Tail | None
    learning: Learning | None
    place: Place | None
    quota: Quota | None
    to_go: str
    attempt: int
    runner: str
    is_staff: bool
    is_own: bool
    is_cancellable: bool


def progress_of(submission: Submission, *, viewer: User, now: datetime) -> Progress:
    """Return the progress as ``viewer`` may see it."""
    job = told_job(submission)
    course = submission.assignment.course
    is_staff, is_mine = is_staff_of(viewer, course), is_own(submission, viewer)
    status = status_of(job, viewer_is_staff=is_staff)
    place = queue_place(job, now=now) if job else None
    logs = visible_logs(job, viewer=viewer) if job else []
    quota = quota_beside(submission, now=now) if is_mine and not is_staff else None
    return Progress(
        title=_title(job, status),
        status=status,
        move=move_of(
            status, score=None, quota=quota, is_own=is_mine, place=_place_words(place)
        ),
        steps=tuple(
            steps_of(
                submission,
                job,
                files=file_count(submission),
                place=_place_words(place),
                is_staff=is_staff,
            )
        ),
        tail=_tail(job, logs),
        learning=learning_of(job, logs, is_live=status.is_live),
        place=place,
        quota=quota,
        to_go=_to_go(job, place, now=now),
        attempt=job.attempt if job else 0,
        runner=job.runner.name if job and job.runner else "",
        is_staff=is_staff,
        is_own=is_mine,
        is_cancellable=status.is_live and (job is None or not job.cancel_requested_at),
    )


def _title(job: GradingJob | None, status: Status) -> str:
    if job is None or job.state == JobState.QUEUED:
        return "Waiting for a runner"
    if job.state == JobState.HELD:
        return "Stored until you have a grading left"
    running = [s["title"] for s in job.progress if s["state"] == "running"]
    if job.cancel_requested_at is not None:
        return "Stopping"
    return running[0] if running else "Starting on a runner"


def _place_words(place: Place | None) -> str:
    if place is None:
        return ""
    words = f"Place {place.position} of {place.of} in the queue."
    if place.estimate_s is not None:
        words += f" Done in {formats.estimate(place.estimate_s)}."
    return words


def _to_go(job: GradingJob | None, place: Place | None, *, now: datetime) -> str:
    if job is None:
        return formats.NONE
    if place is not None:
        return formats.estimate(place.estimate_s)
    if job.state != JobState.LEASED or job.leased_at is None:
        return formats.NONE
    usual = recent_seconds(job.submission.assignment)
    if usual is None:
        return formats.NONE
    return formats.estimate(max(5.0, usual - (now - job.leased_at).total_seconds()))


def _tail(job: GradingJob | None, logs: list[StageLog]) -> Tail | None:
    printed = [log for log in logs if log.size and is_printed(log)]
    if job is None or not printed:
        return None
    last = printed[-1]
    return Tail(last.stage, safe_lines(tail_of(job, last, max_lines=TAIL)))
