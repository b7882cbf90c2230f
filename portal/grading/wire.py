"""Turns a granted job into the lease message its runner gets."""

from django.conf import settings

from graders.protocol import BlobRef, Lease, Role
from graders.protocol.seeds import hidden_seed, training_seed
from graders.spec import (
    blob_refs,
    check_specs,
    is_shared_trust,
    lease_options,
    spec_from_json,
)
from portal.assignments.models import AssignmentVersion, VersionFile
from portal.grading.metadata import metadata_of
from portal.grading.models import LeaseUse
from portal.grading.services import Granted
from portal.submissions.models import Submission, SubmissionFile
from portal.submissions.selectors import files_of

SHIPPED = (VersionFile.Role.PUBLIC, VersionFile.Role.JUDGE)


def lease_message(granted: Granted) -> Lease:
    """Return all that a runner may know of the job; 1 query, and more
    for a family that is told who handed in.
    """
    job, use = granted.job, granted.use
    submission, version = job.submission, job.version
    spec = spec_from_json(version.spec)
    family = spec.grade.family
    return Lease(
        id=str(use.lease_id),
        token=granted.token,
        attempt=use.attempt,
        job_id=str(job.public_id),
        submission_id=str(submission.public_id),
        assignment=spec.slug,
        version=version.digest,
        family=family,
        image=spec.grade.image,
        judge_image=spec.grade.judge_image,
        limits=spec.grade.limits,
        checks=check_specs(spec),
        blobs=_submission_blobs(submission) + blob_refs(spec),
        options=lease_options(spec),
        seeds=seeds_of(submission, version, spec.grade.seeds),
        hidden_seed=hidden_seed(_key(), version.digest),
        lease_s=settings.LEASE_S,
        heartbeat_s=settings.LEASE_S / 9,
        required_files=spec.submit.files,
        metadata=metadata_of(submission, spec) if is_shared_trust(family) else {},
    )


def seeds_of(
    submission: Submission, version: AssignmentVersion, count: int
) -> tuple[int, ...]:
    """Return the training seeds of the student or team: the same at every attempt."""
    who = str((submission.team or submission.enrollment).public_id)
    return tuple(training_seed(_key(), version.digest, who, k) for k in range(count))


def is_blob_of(use: LeaseUse, sha256: str) -> bool:
    """Return whether the lease's runner may have these bytes; at most 2 queries."""
    job = use.job
    return (
        SubmissionFile.objects.filter(
            submission=job.submission_id, artifact__sha256=sha256
        ).exists()
        or VersionFile.objects.filter(
            version=job.version_id, sha256=sha256, role__in=SHIPPED
        ).exists()
    )


def _submission_blobs(submission: Submission) -> tuple[BlobRef, ...]:
    return tuple(
        BlobRef(file.path, file.artifact.sha256, file.artifact.size, Role.SUBMISSION)
        for file in files_of(submission)
    )


def _key() -> bytes:
    return str(settings.INSTALLATION_KEY).encode()
