"""The one way a job changes state: a conditional update along the table."""

from typing import Any
from uuid import UUID

from portal.grading.models import GradingJob
from portal.grading.states import NEXT, JobState
from portal.lib.news import tell_on_commit


def move(
    job: GradingJob,
    to: JobState,
    *,
    come_from: JobState,
    held_by: UUID | None = None,
    **changes: Any,
) -> bool:
    """Move ``job`` if it is still where it ``come_from``; say whether it was.

    ``job`` itself then has the new values. With ``held_by``, only while that lease
    holds it.
    """
    if to not in NEXT[come_from]:
        raise ValueError(f"a job does not go from {come_from} to {to}")
    found = GradingJob.objects.filter(pk=job.pk, state=come_from)
    if held_by is not None:
        found = found.filter(lease_id=held_by)
    changes["state"] = to
    if not found.update(**changes):
        return False
    for name, value in changes.items():
        setattr(job, name, value)
    tell_on_commit(str(job.public_id))
    return True
