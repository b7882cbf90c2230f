"""Jobs of a submission, and what became of each attempt."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.grading.models import GradingJob
from portal.grading.selectors.told import jobs_of, report_of
from portal.grading.states import JobState
from portal.grading.trials import without_trials
from portal.lib.listing import fixed, made, whole
from portal.lib.once import once
from portal.submissions.models import Submission
from portal.submissions.selectors import work_on


def latest_job(submission: Submission) -> GradingJob | None:
    """Return the newest job of a submission, for who asks often; 1 query."""
    found = _counting().filter(submission=submission)
    return found.order_by("-created_at", "-pk").first()


def reported_job(submission: Submission) -> GradingJob | None:
    """Return the job whose report is the submission's newest."""
    report = report_of(submission)
    return report.job if report else None


def told_job(submission: Submission) -> GradingJob | None:
    """Return the newest job with all that was told of it; 1 query, once a page."""
    return next(reversed(jobs_of(submission)), None)


def latest_jobs(submissions: Iterable[Submission]) -> dict[int, GradingJob]:
    """Return the newest job of each submission by the submission's pk.

    1 query; none where all of them came ``with_jobs``.
    """
    listed = list(submissions)
    if all(hasattr(one, "all_jobs") for one in listed):
        return dict(_along(listed))
    pks = [submission.pk for submission in listed]
    jobs = _counting().filter(submission__in=pks).order_by("created_at", "pk")
    return {job.submission_id: job for job in jobs}


def with_jobs(rows: QuerySet[Submission]) -> QuerySet[Submission]:
    """Fetch along what ``latest_jobs`` makes the jobs from."""
    return rows.annotate(**fixed(Submission, _jobs_along))


def _jobs_along() -> dict[str, Subquery]:
    jobs = without_trials(GradingJob.objects.filter(submission=OuterRef("pk")))
    return {"all_jobs": whole(jobs, "submission")}


@once
def scored_work(
    enrollment: Enrollment, assignment: Assignment
) -> tuple[Submission, ...]:
    """Return ``work_on`` it with scores and jobs; 1 query, once a page."""
    found = with_jobs(work_on(enrollment, assignment)).select_related(
        "score__job__version",
        "score__job__scored_under",
        "version",
        "enrollment__user",
        "author",
        "team",
    )
    rows = tuple(found)
    for row in rows:
        row.assignment = assignment
    return rows


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


def _along(submissions: Iterable[Any]) -> Iterator[tuple[int, GradingJob]]:
    for submission in submissions:
        jobs = made(GradingJob, submission.all_jobs)
        for job in sorted(jobs, key=lambda job: (job.created_at, job.pk))[-1:]:
            job.submission = submission
            yield submission.pk, job
