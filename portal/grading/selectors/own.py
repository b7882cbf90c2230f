"""What people handed in themselves or by a team, as lists of it show it."""

from collections.abc import Iterable
from typing import Any

from portal.assignments.models import AssignmentVersion
from portal.courses.models import Enrollment
from portal.grading.selectors.job import with_jobs
from portal.submissions.models import Submission
from portal.submissions.parties import shared_with

Checks = list[dict[str, Any]]


def handed_in_by(people: Iterable[Enrollment]) -> list[Submission]:
    """Return what was handed in for these, first first, with scores and jobs.

    1 query, however many people and submissions.
    """
    rows = Submission.objects.filter(shared_with(*people))
    return list(with_jobs(rows).select_related("score").order_by("number", "pk"))


def checks_of(
    scored: Iterable[Submission], known: Iterable[AssignmentVersion]
) -> dict[int, Checks]:
    """Return by which checks each score is read, by the submission's row number.

    Of ``handed_in_by``; 1 query, and none where the versions ``known`` are enough.
    """
    wanted = {one.pk: _curves(one) for one in scored}
    versions = {version.pk: version for version in known}
    missing = set(wanted.values()) - set(versions)
    if missing:
        rows = AssignmentVersion.objects.filter(pk__in=missing)
        versions |= {version.pk: version for version in rows.only("spec")}
    return {pk: versions[version].spec["checks"] for pk, version in wanted.items()}


def _curves(submission: Any) -> int:
    """Return the version that the score is read by: its row number."""
    job = next(
        job for job in submission.all_jobs if job["id"] == submission.score.job_id
    )
    version: int = job["scored_under_id"] or job["version_id"]
    return version
