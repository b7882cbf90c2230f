"""All that is kept of a submission's jobs, in one query: a page tells most of it."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from portal.grading.models import (
    CheckRecord,
    GradingJob,
    LeaseUse,
    MeasurementRecord,
    Report,
    Score,
    StageLog,
)
from portal.grading.trials import without_trials
from portal.lib.listing import fixed, made, whole
from portal.lib.once import once
from portal.submissions.models import Submission


@once
def jobs_of(submission: Submission) -> tuple[GradingJob, ...]:
    """Return the jobs that count, oldest first, with all that was told of them.

    Along come report and score, what found them, logs and leases; 1 query.
    """
    jobs = without_trials(GradingJob.objects.filter(submission=submission))
    related = ("runner", "pool", "version", "scored_under", "report", "score_of")
    found = tuple(
        _with_stories(jobs.select_related(*related)).order_by("created_at", "pk")
    )
    for job in found:
        job.submission = submission
    return found


def report_of(submission: Submission) -> Report | None:
    """Return the report that is the submission's newest, its job with it."""
    jobs = [job for job in jobs_of(submission) if hasattr(job, "report")]
    newest = max(jobs, key=lambda job: (job.created_at, job.report.pk), default=None)
    return newest.report if newest else None


def told_score(submission: Submission) -> Score | None:
    """Return the submission's score, the job it came of with it."""
    jobs = [job for job in jobs_of(submission) if hasattr(job, "score_of")]
    return jobs[-1].score_of if jobs else None


def checks_of(report: Report) -> list[CheckRecord]:
    """Return what the judge found, of a report that ``report_of`` returned."""
    return made(CheckRecord, _of(report.job).all_checks)


def measurements_of(report: Report) -> list[MeasurementRecord]:
    """Return what was measured, of a report that ``report_of`` returned."""
    return made(MeasurementRecord, _of(report.job).all_measurements)


def logs_of(job: GradingJob) -> list[StageLog]:
    """Return the logs of every attempt, oldest first; 1 query if they are not along."""
    if not hasattr(job, "all_logs"):
        return list(job.stage_logs.order_by("pk"))
    return made(StageLog, job.all_logs)


def leases_of(job: GradingJob) -> list[LeaseUse]:
    """Return the leases, first first, of a job that ``jobs_of`` returned."""
    return sorted(made(LeaseUse, _of(job).all_leases), key=lambda one: one.attempt)


def _with_stories(jobs: QuerySet[GradingJob]) -> QuerySet[GradingJob]:
    return jobs.annotate(**fixed(GradingJob, _stories))


def _stories() -> dict[str, Subquery]:
    here, found = {"job": OuterRef("pk")}, {"report__job": OuterRef("pk")}
    return {
        "all_logs": whole(StageLog.objects.filter(**here), "job"),
        "all_leases": whole(LeaseUse.objects.filter(**here), "job"),
        "all_checks": whole(CheckRecord.objects.filter(**found), "report"),
        "all_measurements": whole(MeasurementRecord.objects.filter(**found), "report"),
    }


def _of(job: Any) -> Any:
    return job
