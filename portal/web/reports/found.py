"""What was found of a submission, put together for those who take it away."""

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from portal.gradebook.selectors import is_released
from portal.grading.models import GradingJob
from portal.grading.selectors import (
    ReportView,
    moment_of,
    reported_job,
    visible_report,
)
from portal.grading.visibility import Moment
from portal.lib.errors import NotFoundError
from portal.submissions.models import Submission
from portal.submissions.parties import reader_of


@dataclass(frozen=True)
class Found:
    """The newest report with its job, cut to what the viewer may know now."""

    job: GradingJob
    report: ReportView
    moment: Moment

    @property
    def name(self) -> str:
        """Return what files made of it are called."""
        submission = self.job.submission
        return f"{submission.assignment.slug}-{submission.number}"


def found_of(submission: Submission, *, viewer: User, now: datetime) -> Found:
    """Return what was found of a submission the viewer sees, or NotFoundError."""
    is_published = is_released(submission.assignment, reader_of(submission, viewer))
    report = visible_report(
        submission, viewer=viewer, is_published=is_published, now=now
    )
    job = reported_job(submission)
    if report is None or job is None:
        raise NotFoundError("There is no report yet.", code="no_report")
    job.submission = submission
    moment = moment_of(submission, viewer=viewer, is_published=is_published, now=now)
    return Found(job, report, moment)
