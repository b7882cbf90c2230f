"""Jobs that try a newer version: they count for nobody until it is published."""

from django.db.models import QuerySet

from portal.grading.models import GradingJob, Regrade, Report

TRYING = (Regrade.State.RUNNING, Regrade.State.DROPPED)


def without_trials(jobs: QuerySet[GradingJob]) -> QuerySet[GradingJob]:
    """Return ``jobs`` that count, or may."""
    return jobs.exclude(regrade__state__in=TRYING)


def reports_that_count(reports: QuerySet[Report]) -> QuerySet[Report]:
    """Return ``reports`` of jobs that count."""
    return reports.exclude(job__regrade__state__in=TRYING)
