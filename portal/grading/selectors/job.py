"""Jobs of a submission, and what became of each attempt."""

from collections.abc import Iterable

from django.db.models import QuerySet

from portal.grading.models import GradingJob, LeaseUse
from portal.grading.states import JobState
from portal.grading.trials import without_trials
from portal.lib.once import once
from portal.submissions.models import Submission


@once
def latest_job(submission: Submission) -> GradingJob | None:
    """Return the newest job of a submission; 1 query."""
    found = _counting().filter(submission=submission)
    return found.order_by("-created_at", "-pk").first()


def reported_job(submission: Submission) -> GradingJob | None:
    """Return the job whose report is the submission's newest; 1 query."""
    found = _counting().filter(submission=submission, report__isnull=False)
    return found.order_by("-created_at", "-report__pk").first()


def latest_jobs(submissions: Iterable[Submission]) -> dict[int, GradingJob]:
    """Return the newest job of each submission by the submission's pk; 1 query."""
    pks = [submission.pk for submission in submissions]
    jobs = _counting().filter(submission__in=pks).order_by("created_at", "pk")
    return {job.submission_id: job for job in jobs}


def attempts(job: GradingJob) -> QuerySet[LeaseUse]:
    """Return the leases of a job, first first."""
    return job.lease_uses.select_related("runner").order_by("attempt")


def parked_jobs() -> QuerySet[GradingJob]:
    """Return what waits for ops, oldest first."""
    return _jobs().filter(state=JobState.PARKED).order_by("created_at")


def _counting() -> QuerySet[GradingJob]:
    """Return jobs without trials, which no student knows of."""
    return without_trials(_jobs())


def _jobs() -> QuerySet[GradingJob]:
    return GradingJob.objects.select_related(
        "runner", "pool", "version", "submission__assignment__course"
    )
