"""Counts how long leases held machines, so that the queue can be fair."""

from datetime import datetime, timedelta

from portal.grading import policy
from portal.grading.models import LeaseUse, Share


def begin_use(use: LeaseUse, *, now: datetime) -> None:
    """Take a lease's least use at once, before its runner did anything."""
    _add(use, policy.LEAST_USE_S, now=now)


def count_use(use: LeaseUse, *, now: datetime) -> datetime:
    """Add what passed since the last count; return until when is counted now.

    Call it in a transaction that locked the job, and store what it returns.
    """
    seconds = (now - use.counted_until).total_seconds()
    if seconds > 0:
        _add(use, seconds, now=now)
    return max(now, use.counted_until)


def paid_until(now: datetime) -> datetime:
    """Return until when a lease that begins ``now`` is counted already."""
    return now + timedelta(seconds=policy.LEAST_USE_S)


def _add(use: LeaseUse, seconds: float, *, now: datetime) -> None:
    share, is_new = Share.objects.select_for_update().get_or_create(
        pool_id=use.pool_id,
        enrollment_id=use.enrollment_id,
        defaults={"weight": policy.added_weight(None, seconds, now=now)},
    )
    if not is_new:
        share.weight = policy.added_weight(share.weight, seconds, now=now)
        share.save(update_fields=["weight"])
