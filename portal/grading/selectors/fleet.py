"""Runners with what each is doing now, for ops."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from portal.grading.models import GradingJob
from portal.grading.states import JobState
from portal.runners import policy
from portal.runners.models import Runner
from portal.runners.selectors import runners


@dataclass(frozen=True)
class FleetLine:
    """One runner: ``word`` is idle, busy, draining, silent or quarantined."""

    runner: Runner
    word: str
    pools: tuple[str, ...]
    jobs: tuple[GradingJob, ...]


def fleet(*, now: datetime) -> list[FleetLine]:
    """Return every runner by name with its leased jobs; 4 queries."""
    held: dict[int | None, list[GradingJob]] = defaultdict(list)
    leased = GradingJob.objects.filter(state=JobState.LEASED).select_related(
        "submission__assignment__course"
    )
    for job in leased.order_by("leased_at"):
        held[job.runner_id].append(job)
    return [
        FleetLine(
            runner=runner,
            word=policy.seems(
                runner.state,
                last_seen_at=runner.last_seen_at,
                is_busy=runner.pk in held,
                now=now,
            ),
            pools=tuple(sorted(pool.name for pool in runner.pools.all())),
            jobs=tuple(held.get(runner.pk, ())),
        )
        for runner in runners()
    ]
