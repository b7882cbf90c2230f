"""Accepts what a runner found: once, and only while its lease holds the job."""

from datetime import datetime

from django.db import transaction

from graders.protocol import Outcome, to_wire
from graders.protocol import Report as ReportMessage
from portal.audit import services as audit
from portal.grading import policy
from portal.grading.errors import LeaseLostError
from portal.grading.findings import digest_of_message, fitted
from portal.grading.models import (
    CheckRecord,
    GradingJob,
    LeaseUse,
    MeasurementRecord,
    Report,
)
from portal.grading.services.lease import end_use, fail_attempt, hold
from portal.grading.services.moves import move
from portal.grading.services.quota import settle
from portal.grading.services.score import keep_score
from portal.grading.states import JobState


@transaction.atomic
def accept_report(use: LeaseUse, message: ReportMessage, *, now: datetime) -> JobState:
    """Keep what a runner found; return where the job went.

    A report for a lost lease raises LeaseLostError and changes nothing; the same
    report again is answered as before and changes nothing.
    """
    digest = digest_of_message(message)
    # The job first, like everybody: two copies of a report wait for each other here.
    GradingJob.objects.select_for_update().get(pk=use.job_id)
    use.refresh_from_db()
    if use.report_digest and use.report_digest == digest:
        return JobState(use.answer)
    job = hold(use, attempt=message.attempt)
    if message.lease_id != str(use.lease_id):
        raise LeaseLostError
    report = fitted(message, job.version.spec)
    outcome = policy.true_outcome(
        report.outcome, is_cancelling=job.cancel_requested_at is not None
    )
    note = f"{report.sentence}\n{report.staff_note}".strip()
    if outcome in (Outcome.RUNNER_FAILED, Outcome.CANCELLED):
        state = fail_attempt(job, note=note, now=now)
    else:
        state = _finish(job, use, report, digest, now=now)
    end_use(
        use,
        ending=outcome.value,
        state=state,
        report_digest=digest,
        note=note if outcome is Outcome.RUNNER_FAILED else "",
        now=now,
    )
    return state


def _finish(
    job: GradingJob, use: LeaseUse, report: ReportMessage, digest: str, *, now: datetime
) -> JobState:
    is_won = move(
        job,
        JobState.DONE,
        come_from=JobState.LEASED,
        held_by=use.lease_id,
        outcome=report.outcome.value,
        sentence=report.sentence,
        finished_at=now,
        leased_until=None,
    )
    if not is_won:
        raise LeaseLostError
    _keep(job, use, report, digest, now=now)
    keep_score(job.submission, now=now)
    settle(job.submission, report.outcome, now=now)
    audit.record(
        "job.reported",
        job,
        actor=job.runner,
        now=now,
        attempt=use.attempt,
        outcome=report.outcome.value,
    )
    return JobState.DONE


def _keep(
    job: GradingJob, use: LeaseUse, report: ReportMessage, digest: str, *, now: datetime
) -> None:
    kept = Report.objects.create(
        job=job,
        attempt=use.attempt,
        digest=digest,
        outcome=report.outcome.value,
        sentence=report.sentence,
        hint=report.hint,
        staff_note=report.staff_note,
        series=to_wire(report.series),
        flags=to_wire(report.flags),
        statement=to_wire(report.statement) or {},
        stages=to_wire(report.stages),
        sandbox=report.sandbox,
        image=to_wire(report.image),
        judge_image=to_wire(report.judge_image),
        environment=to_wire(report.environment),
        seeds=to_wire(report.seeds),
        runner_name=use.runner_name,
        seconds=report.seconds,
        received_at=now,
    )
    CheckRecord.objects.bulk_create(
        CheckRecord(
            report=kept,
            name=check.name,
            passed=check.passed,
            value=check.value,
            evidence=to_wire(check.evidence),
        )
        for check in report.checks
    )
    MeasurementRecord.objects.bulk_create(
        MeasurementRecord(report=kept, **to_wire(measurement))
        for measurement in report.measurements
    )
