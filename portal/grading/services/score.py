"""Turns findings into a submission's score, and rebuilds every score."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from graders.protocol import CheckResult
from graders.scoring import Score as Scored
from graders.scoring import score as scored
from portal.assessments.selectors import found_by_people
from portal.grading import policy
from portal.grading.models import GradingJob, Score
from portal.grading.statement import with_visibility
from portal.grading.states import JobState
from portal.grading.trials import without_trials
from portal.submissions.models import Submission


def keep_score(submission: Submission, *, now: datetime) -> Score | None:
    """Store the score that the submission's newest scored report gives, if any."""
    job = scored_jobs(submission).first()
    if job is None:
        Score.objects.filter(submission=submission).delete()
        return None
    kept, _ = Score.objects.update_or_create(
        submission=submission, defaults={**values_of(job), "computed_at": now}
    )
    return kept


def scored_jobs(submission: Submission) -> QuerySet[GradingJob]:
    """Return the jobs whose report gives a score, the one that counts first."""
    return (
        without_trials(GradingJob.objects.all())
        .filter(
            submission=submission,
            state=JobState.DONE,
            outcome__in=[outcome.value for outcome in policy.SCORED],
        )
        .select_related("version", "scored_under", "report")
        .prefetch_related("report__checks")
        .order_by("-created_at", "-pk")
    )


def rebuild_scores(*, now: datetime) -> tuple[int, int]:
    """Compute every score anew; return how many there are, and how many changed.

    Reads a submission at a time, so that memory stays small.
    """
    total = changed = 0
    ids = GradingJob.objects.filter(state=JobState.DONE).values("submission").distinct()
    for submission in Submission.objects.filter(pk__in=ids).order_by("pk").iterator():
        total += 1
        changed += _rebuild(submission, now=now)
    return total, changed


@transaction.atomic
def _rebuild(submission: Submission, *, now: datetime) -> bool:
    before = _comparable(Score.objects.filter(submission=submission).first())
    return before != _comparable(keep_score(submission, now=now))


def values_of(job: GradingJob) -> dict[str, Any]:
    """Return the fields of the score that ``job``'s report and people give, by now."""
    results = [
        CheckResult(name=check.name, passed=check.passed, value=check.value)
        for check in job.report.checks.all()
    ]
    spec = job.curves_version.spec
    results += found_by_people(job.submission, spec)
    score = scored(spec["checks"], results)
    return {
        "job": job,
        "points": score.points,
        "max_points": score.max_points,
        "pending_points": score.pending_points,
        "lines": _lines(job, score),
    }


def _lines(job: GradingJob, score: Scored) -> list[dict[str, Any]]:
    """Return one a check; an autograder's own visibility goes with its points."""
    lines = [asdict(line) for line in score.lines]
    if not job.report.statement:
        return lines
    checks = job.curves_version.spec["checks"]
    manual = [check["name"] for check in checks if check.get("rubric")]
    return with_visibility(lines, job.report.statement, manual)


def _comparable(score: Score | None) -> tuple[Any, ...] | None:
    if score is None:
        return None
    figures = (score.points, score.max_points, score.pending_points)
    return (score.job_id, *figures, score.lines)
