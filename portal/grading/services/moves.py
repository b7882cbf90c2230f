"""The one way a job changes state: a conditional update along the table."""

from typing import Any
from uuid import UUID

from portal.grading.models import GradingJob
from portal.grading.states import NEXT, JobState


def move(
    job: GradingJob,
    to: JobState,
    *,
    come_from: JobState,
    lease_id: UUID | None = None,
    **changes: Any,
) -> bool:
    """Move ``job`` if it is still where it ``come_from``; say whether it was.

    ``job`` itself then has the new values. With ``lease_id``, only while that lease
    holds it.
    """
    if to not in NEXT[come_from]:
        raise ValueError(f"a job does not go from {come_from} to {to}")
    found = GradingJob.objects.filter(pk=job.pk, state=come_from)
    if lease_id is not None:
        found = found.filter(lease_id=lease_id)
    changes["state"] = to
    if not found.update(**changes):
        return False
    for name, value in changes.items():
        setattr(job, name, value)
    return True
