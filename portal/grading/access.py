"""The only doors to a job, and to a lease for the runner that holds it."""

from secrets import compare_digest
from uuid import UUID

from django.db.models import QuerySet

from portal.accounts.models import User
from portal.courses.access import staffed_courses
from portal.grading.models import GradingJob, LeaseUse, Regrade
from portal.lib.errors import NotFoundError
from portal.lib.tokens import digest_of
from portal.submissions.access import visible_submissions


def visible_jobs(viewer: User) -> QuerySet[GradingJob]:
    """Return the jobs of submissions the viewer sees; ops see all of them."""
    jobs = GradingJob.objects.select_related(
        "runner", "pool", "version", "submission__assignment__course"
    ).select_related("submission__enrollment__user")
    if viewer.is_ops:
        return jobs
    return jobs.filter(submission__in=visible_submissions(viewer))


def get_job(viewer: User, public_id: UUID | str) -> GradingJob:
    """Return the job, or NotFoundError whether hidden or absent."""
    job = visible_jobs(viewer).filter(public_id=public_id).first()
    if job is None:
        raise NotFoundError("There is no such job.")
    return job


def get_regrade(viewer: User, public_id: UUID | str) -> Regrade:
    """Return a trial of a version to staff of its course, or NotFoundError."""
    found = Regrade.objects.filter(
        public_id=public_id, assignment__course__in=staffed_courses(viewer)
    ).select_related("assignment__course", "version", "author", "ended_by")
    regrade = found.first()
    if regrade is None:
        raise NotFoundError("There is no such regrade.")
    return regrade


def get_lease(lease_id: UUID | str, plaintext: str) -> LeaseUse:
    """Return the lease whose secret this is, alive or ended, or NotFoundError."""
    use = (
        LeaseUse.objects.select_related("job", "runner")
        .filter(lease_id=lease_id)
        .first()
    )
    if use is None or not compare_digest(use.token_digest, digest_of(plaintext)):
        raise NotFoundError("There is no such lease.")
    return use
