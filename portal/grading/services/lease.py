"""Keeps leases alive, and ends those whose runner went silent."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from graders.protocol import Heartbeat, HeartbeatAnswer, Outcome, to_wire
from portal.audit import services as audit
from portal.grading import policy
from portal.grading.errors import LeaseLostError
from portal.grading.models import GradingJob, LeaseUse
from portal.grading.services.moves import move
from portal.grading.services.quota import give_back
from portal.grading.services.share import count_use
from portal.grading.services.ticket import ring_on_commit
from portal.grading.states import JobState
from portal.lib.news import tell_on_commit
from portal.runners.models import RunnerState
from portal.runners.services import record_seen

LOST = "lost"
SILENT = "The runner stopped answering."
CANCELLED = "It was cancelled while it ran."
GAVE_UP = "Our machines failed on it three times; the operators were told."
MOST_STAGES = 100


def heartbeat(use: LeaseUse, beat: Heartbeat, *, now: datetime) -> HeartbeatAnswer:
    """Keep the lease for another 90 s, and say what its runner should do."""
    with transaction.atomic():
        job = hold(use, attempt=beat.attempt)
        job.leased_until = now + timedelta(seconds=settings.LEASE_S)
        job.progress = to_wire(beat.stages[:MOST_STAGES])
        job.save(update_fields=["leased_until", "progress"])
        tell_on_commit(str(job.public_id))
        use.counted_until = count_use(use, now=now)
        use.save(update_fields=["counted_until"])
    runner = job.runner
    order = "continue"
    if runner is not None:
        record_seen(runner, now=now)
        order = "drain" if runner.state == RunnerState.DRAINING else order
    if job.cancel_requested_at is not None:
        order = "cancel"
    return HeartbeatAnswer(order, settings.LEASE_S)


def hold(use: LeaseUse, *, attempt: int | None = None) -> GradingJob:
    """Lock and return the lease's job, or raise LeaseLostError; in a transaction.

    Nobody else can end the lease before that transaction does.
    """
    job = (
        GradingJob.objects.select_for_update(of=("self",))
        .select_related("runner", "submission", "version")
        .filter(pk=use.job_id, state=JobState.LEASED, lease_id=use.lease_id)
        .first()
    )
    if job is None or attempt not in (None, use.attempt):
        raise LeaseLostError
    if job.runner is None or job.runner.state == RunnerState.QUARANTINED:
        raise LeaseLostError
    return job


def refuse_lost(use: LeaseUse) -> None:
    """Raise LeaseLostError unless the lease holds its job now; locks nothing."""
    is_held = (
        GradingJob.objects.filter(pk=use.job_id, lease_id=use.lease_id)
        .filter(state=JobState.LEASED)
        .exclude(runner=None)
        .exclude(runner__state=RunnerState.QUARANTINED)
        .exists()
    )
    if not is_held:
        raise LeaseLostError


def expire_leases(*, now: datetime) -> int:
    """Take back what silent or quarantined runners hold; return how many jobs."""
    gone = Q(leased_until__lt=now) | Q(runner=None)
    gone |= Q(runner__state=RunnerState.QUARANTINED)
    found = GradingJob.objects.filter(gone, state=JobState.LEASED)
    return sum(_expire(pk, now=now) for pk in list(found.values_list("pk", flat=True)))


@transaction.atomic
def _expire(pk: int, *, now: datetime) -> bool:
    job = (
        GradingJob.objects.select_for_update(of=("self",))
        .select_related("runner", "submission")
        .get(pk=pk)
    )
    is_kept = job.leased_until is not None and job.leased_until >= now
    is_trusted = job.runner and job.runner.state != RunnerState.QUARANTINED
    if job.state != JobState.LEASED or (is_kept and is_trusted):
        return False  # a heartbeat or a report was faster
    use = LeaseUse.objects.get(job=job, attempt=job.attempt)
    state = fail_attempt(job, note=SILENT, now=now)
    end_use(use, ending=LOST, state=state, note=SILENT, now=now)
    return True


def fail_attempt(job: GradingJob, *, note: str, now: datetime) -> JobState:
    """Move a locked, leased job on after an end that was nobody's fault."""
    failures = job.infra_failures + 1
    state = policy.state_after(
        Outcome.RUNNER_FAILED,
        infra_failures=failures,
        is_cancelling=job.cancel_requested_at is not None,
    )
    changes: dict[str, Any] = {
        "infra_failures": failures,
        "runner": None,
        "leased_until": None,
    }
    if state == JobState.CANCELLED:
        changes |= {
            "outcome": Outcome.CANCELLED.value,
            "sentence": CANCELLED,
            "finished_at": now,
        }
    elif state == JobState.PARKED:
        changes |= {"sentence": GAVE_UP}
    else:
        changes |= {
            "avoid_runner": job.runner,
            "avoid_until": now + policy.AVOID_FOR,
            "progress": [],
        }
    if not move(job, state, come_from=JobState.LEASED, held_by=job.lease_id, **changes):
        raise LeaseLostError
    if state == JobState.QUEUED:
        ring_on_commit(job)
    else:
        give_back(job.submission, now=now)
    audit.record(
        "job.attempt_failed",
        job,
        actor=None,
        now=now,
        attempt=job.attempt,
        state=state.value,
        note=note[:200],
    )
    return state


def end_use(
    use: LeaseUse,
    *,
    ending: str,
    state: JobState,
    now: datetime,
    report_digest: str = "",
    note: str = "",
) -> None:
    """Close the lease's record; its job is locked by the caller."""
    use.counted_until = count_use(use, now=now)
    use.ended_at = max(now, use.started_at)
    use.ending, use.answer = ending, state.value
    use.report_digest, use.note = report_digest, note[:4000]
    use.save()
