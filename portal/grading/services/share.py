"""Counts how long leases held machines, so that the queue can be fair."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from portal.grading import policy
from portal.grading.models import LeaseUse, Share

SLICE = timedelta(seconds=60)  # what a rebuild adds at once
SAME = 0.02  # of a doubling


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
        **_whose(use.enrollment_id, use.team_id),
        defaults={"weight": policy.added_weight(None, seconds, now=now)},
    )
    if not is_new:
        share.weight = policy.added_weight(share.weight, seconds, now=now)
        share.save(update_fields=["weight"])


def rebuild_shares() -> tuple[int, int]:
    """Compute every share anew from its leases; return how many, and how many changed.

    Good to a hundredth of a doubling: heartbeats counted in other steps than this does.
    """
    uses = LeaseUse.objects.order_by().values_list("pool", "enrollment", "team")
    keys = {
        (pool, None if team else enrollment, team)
        for pool, enrollment, team in uses.distinct()
    }
    changed = 0
    for pool, enrollment, team in sorted(keys, key=str):
        changed += _rebuild(pool, enrollment, team)
    return len(keys), changed


def _whose(enrollment: int | None, team: int | None) -> dict[str, Any]:
    """Return what names a share, and finds its leases: a team has one of its own."""
    if team is not None:
        return {"team_id": team}
    return {"enrollment_id": enrollment, "team_id": None}


@transaction.atomic
def _rebuild(pool: int, enrollment: int | None, team: int | None) -> bool:
    """The share is locked before its leases are read: a heartbeat waits, or is in."""
    share, _ = Share.objects.select_for_update().get_or_create(
        pool_id=pool, **_whose(enrollment, team), defaults={"weight": 0.0}
    )
    weight: float | None = None
    for use in LeaseUse.objects.filter(pool=pool, **_whose(enrollment, team)):
        at = use.started_at
        while at < use.counted_until:
            end = min(at + SLICE, use.counted_until)
            seconds = (end - at).total_seconds()
            weight = policy.added_weight(weight, seconds, now=end)
            at = end
    if weight is None or abs(weight - share.weight) < SAME:
        return False
    share.weight = weight
    share.save(update_fields=["weight"])
    return True
