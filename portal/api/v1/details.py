"""Puts together what is answered of submissions, cut to what the viewer may know."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.assignments.selectors import titles_of
from portal.gradebook.selectors import is_released
from portal.grading.models import GradingJob
from portal.grading.selectors import (
    Place,
    ReportView,
    latest_job,
    latest_jobs,
    moment_of,
    queue_place,
    visible_report,
    visible_score,
)
from portal.grading.states import JobState
from portal.grading.visibility import ShownScore
from portal.grading.words import Status, status_of
from portal.submissions.models import Submission, SubmissionFile
from portal.submissions.parties import members_of, reader_of
from portal.submissions.selectors import files_of


@dataclass(frozen=True)
class SubmissionLine:
    """A submission in a list."""

    submission: Submission
    status: Status
    score: ShownScore | None

    @property
    def state(self) -> str:
        """Return the page's word as a program's: ``out_of_memory``."""
        return self.status.word.replace(" ", "_")

    @property
    def urls(self) -> dict[str, str]:
        key = [self.submission.public_id]
        return {
            "self": reverse("api-v1:submission", args=key),
            "report": reverse("api-v1:report", args=key),
            "gradescope": reverse("api-v1:gradescope", args=key),
            "bundle": reverse("api-v1:bundle", args=key),
            "log": reverse("api-v1:log", args=key),
            "page": reverse("student:submission", args=key),
        }


@dataclass(frozen=True)
class SubmissionDetails(SubmissionLine):
    """A submission in whole."""

    title: str = ""
    job: GradingJob | None = None
    queue: Place | None = None
    report: ReportView | None = None
    files: list[dict[str, Any]] = field(default_factory=list)
    counts_for: list[User] = field(default_factory=list)

    @property
    def assignment(self) -> dict[str, Any]:
        found = self.submission.assignment
        return {"public_id": found.public_id, "slug": found.slug, "title": self.title}

    @property
    def version(self) -> str:
        """Return the digest of what it is graded against."""
        return (self.job or self.submission).version.digest

    @property
    def held_until(self) -> datetime | None:
        is_held = self.job is not None and self.job.state == JobState.HELD
        return self.job.not_before if self.job and is_held else None

    @property
    def stages(self) -> list[Any]:
        return list(self.job.progress) if self.job and self.status.is_live else []

    @property
    def checks(self) -> Sequence[Any]:
        return self.report.checks if self.report else ()

    @property
    def measurements(self) -> Sequence[Any]:
        return self.report.measurements if self.report else ()

    @property
    def dropped(self) -> list[str]:
        return list(self.submission.notes.get("dropped", []))

    @property
    def warnings(self) -> list[dict[str, str]]:
        noted = self.submission.notes.get("warnings", [])
        return [{"path": path, "reason": reason} for path, reason in noted]


def details_of(
    submission: Submission, *, viewer: User, is_staff: bool, now: datetime
) -> SubmissionDetails:
    """Return everything about one submission; the same few queries for any size."""
    job = latest_job(submission)
    report = report_of(submission, viewer=viewer, now=now)
    return SubmissionDetails(
        submission,
        status_of(job, viewer_is_staff=is_staff),
        report.score if report else None,
        title=titles_of([submission.assignment])[submission.assignment.pk],
        job=job,
        queue=queue_place(job, now=now) if job else None,
        report=report,
        files=[_file(submission, file) for file in files_of(submission)],
        counts_for=[one.user for one in members_of(submission)],
    )


def report_of(
    submission: Submission, *, viewer: User, now: datetime
) -> ReportView | None:
    """Return the newest report, with what came with the released grade."""
    is_published = is_released(submission.assignment, reader_of(submission, viewer))
    return visible_report(submission, viewer=viewer, is_published=is_published, now=now)


def lines_of(
    submissions: Sequence[Submission],
    *,
    assignment: Assignment,
    viewer: User,
    is_staff: bool,
    now: datetime,
) -> list[SubmissionLine]:
    """Return a line for each submission of ``assignment`` in the order given.

    Grades count as unreleased here: of a hidden check the single submission tells
    more. Needs ``score__job__version`` and ``__scored_under`` fetched along.
    """
    if not submissions:
        return []
    jobs = latest_jobs(submissions)
    moment = moment_of(submissions[0], viewer=viewer, now=now)
    lines = []
    for submission in submissions:
        score = getattr(submission, "score", None)
        checks = score.job.curves_version.spec["checks"] if score else []
        shown = score and visible_score(score, checks, moment)
        status = status_of(jobs.get(submission.pk), viewer_is_staff=is_staff)
        lines.append(SubmissionLine(submission, status, shown))
    return lines


def step_of(job: GradingJob | None) -> tuple[Any, ...]:
    """Return where a grading is: what a waiting program waits to see change."""
    if job is None:
        return ()
    stages = tuple((stage.get("name"), stage.get("state")) for stage in job.progress)
    asked = job.cancel_requested_at is not None
    return (job.pk, job.state, job.outcome, job.attempt, asked, stages)


def _file(submission: Submission, file: SubmissionFile) -> dict[str, Any]:
    key = [submission.public_id, file.path]
    return {
        "path": file.path,
        "size": file.artifact.size,
        "sha256": file.artifact.sha256,
        "url": reverse("api-v1:file", args=key),
    }
