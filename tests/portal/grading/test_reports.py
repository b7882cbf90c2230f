"""Reports: accepted once, and only while the lease holds the job."""

from datetime import timedelta

import pytest

from graders.protocol import (
    CheckResult,
    Evidence,
    Heartbeat,
    Measurement,
    Outcome,
    StageProgress,
)
from portal.audit.models import Event
from portal.grading import services
from portal.grading.errors import LeaseLostError
from portal.grading.findings import FindingsError
from portal.grading.models import (
    CheckRecord,
    GradingJob,
    LeaseUse,
    MeasurementRecord,
    Report,
    Score,
)
from portal.grading.states import JobState
from portal.runners import services as runners
from portal.submissions.models import Charge
from tests.factories.grading import (
    NOON,
    a_check,
    a_job,
    a_report,
    a_submission,
    an_assignment,
    an_enrollment,
    claim,
)
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(seconds=5)
HOUR = timedelta(hours=1)


@pytest.fixture
def granted():
    a_job()
    return claim(a_runner())


def everything():
    tables = (GradingJob, LeaseUse, Report, CheckRecord, MeasurementRecord, Score)
    return [list(t.objects.order_by("pk").values()) for t in (*tables, Event)]


def test_a_report_is_kept_whole_and_becomes_a_score(granted):
    checks = (
        CheckResult("shape", True),
        CheckResult("accuracy", True, 0.97, (Evidence("0.97", "0.98", "good"),)),
    )
    report = a_report(granted, checks=checks, seeds=(4, 5))
    assert services.accept_report(granted.use, report, now=LATER) == JobState.DONE
    job = GradingJob.objects.get()
    assert (job.state, job.outcome, job.finished_at) == ("done", "graded", LATER)
    kept = job.report
    assert kept.seeds == [4, 5]
    assert kept.checks.get(name="accuracy").evidence[0]["hint"] == "good"
    assert kept.measurements.get().repeats == [1.4, 1.5, 1.6]
    score = Score.objects.get(submission=job.submission)
    assert (score.points, score.max_points, score.job) == (10.0, 10.0, job)
    use = LeaseUse.objects.get()
    assert (use.ending, use.answer, use.ended_at) == ("graded", "done", LATER)
    job.submission.refresh_from_db()
    assert job.submission.charge == Charge.CHARGED


def test_the_same_report_again_is_answered_as_before_and_changes_nothing(granted):
    report = a_report(granted)
    services.accept_report(granted.use, report, now=LATER)
    before = everything()
    again = services.accept_report(granted.use, report, now=LATER + HOUR)
    assert again == JobState.DONE
    assert everything() == before


def test_another_report_of_the_same_lease_is_refused(granted):
    services.accept_report(granted.use, a_report(granted), now=LATER)
    before = everything()
    with pytest.raises(LeaseLostError):
        services.accept_report(granted.use, a_report(granted, seconds=9.0), now=LATER)
    assert everything() == before


def test_a_report_for_a_lost_lease_changes_nothing(granted):
    services.expire_leases(now=NOON + HOUR)
    before = everything()
    with pytest.raises(LeaseLostError):
        services.accept_report(granted.use, a_report(granted), now=NOON + HOUR)
    assert everything() == before


def test_a_report_of_the_first_attempt_does_not_end_the_second(granted):
    services.expire_leases(now=NOON + HOUR)
    second = claim(a_runner(), now=NOON + HOUR)
    before = everything()
    with pytest.raises(LeaseLostError):
        services.accept_report(granted.use, a_report(granted), now=NOON + HOUR)
    assert everything() == before
    services.accept_report(second.use, a_report(second), now=NOON + HOUR)
    assert Report.objects.get().attempt == 2


def test_a_quarantined_runner_reports_nothing(granted):
    runners.quarantine(granted.job.runner, actor=None, now=NOON)
    with pytest.raises(LeaseLostError):
        services.accept_report(granted.use, a_report(granted), now=LATER)
    assert services.expire_leases(now=LATER) == 1
    assert GradingJob.objects.get().state == JobState.QUEUED


def test_a_failed_runner_puts_the_job_back_and_the_same_message_is_known(granted):
    report = a_report(granted, Outcome.RUNNER_FAILED, staff_note="engine gone")
    assert services.accept_report(granted.use, report, now=LATER) == JobState.QUEUED
    job = GradingJob.objects.get()
    assert (job.infra_failures, job.avoid_runner) == (1, granted.use.runner)
    assert job.queued_at == NOON  # it keeps its place
    assert "engine gone" in LeaseUse.objects.get().note
    claim(a_runner(), now=LATER)
    assert services.accept_report(granted.use, report, now=LATER) == JobState.QUEUED
    assert GradingJob.objects.get().state == JobState.LEASED


def test_after_three_failures_it_is_parked_and_its_grading_comes_back():
    job = a_job()
    for number in range(3):
        granted = claim(a_runner(), now=NOON + number * HOUR)
        report = a_report(granted, Outcome.RUNNER_FAILED)
        state = services.accept_report(granted.use, report, now=NOON + number * HOUR)
    assert state == JobState.PARKED
    job.refresh_from_db()
    job.submission.refresh_from_db()
    assert job.infra_failures == 3
    assert job.submission.charge == Charge.REFUNDED


def test_silence_three_times_parks_as_well():
    job = a_job()
    for number in range(1, 4):
        claim(a_runner(), now=NOON + (number - 1) * HOUR)
        assert services.expire_leases(now=NOON + number * HOUR - HOUR / 2) == 1
    job.refresh_from_db()
    assert (job.state, job.attempt) == (JobState.PARKED, 3)
    assert set(LeaseUse.objects.values_list("ending", flat=True)) == {"lost"}


def test_an_expired_lease_leaves_the_quota_untouched(granted):
    services.expire_leases(now=NOON + HOUR)
    granted.job.submission.refresh_from_db()
    assert granted.job.submission.charge == Charge.RESERVED


@pytest.mark.parametrize(
    ("outcome", "charge", "has_score"),
    [
        (Outcome.GRADED, Charge.CHARGED, True),
        (Outcome.TIMEOUT, Charge.CHARGED, True),
        (Outcome.OUT_OF_MEMORY, Charge.CHARGED, True),
        (Outcome.UNGRADABLE, Charge.REFUNDED, False),
        (Outcome.LAB_BROKEN, Charge.REFUNDED, False),
    ],
)
def test_what_each_outcome_costs_and_scores(granted, outcome, charge, has_score):
    services.accept_report(granted.use, a_report(granted, outcome), now=LATER)
    granted.job.submission.refresh_from_db()
    assert granted.job.submission.charge == charge
    assert Score.objects.exists() is has_score
    assert Event.objects.filter(verb="job.reported").count() == 1


def test_a_killed_job_keeps_the_checks_that_had_finished(granted):
    report = a_report(granted, Outcome.TIMEOUT, checks=(CheckResult("accuracy", True),))
    services.accept_report(granted.use, report, now=LATER)
    assert Score.objects.get().points == 10.0


def test_the_sixth_ungradable_of_a_day_costs_one():
    assignment = an_assignment()
    enrollment, runner = an_enrollment(assignment.course), a_runner()
    charges = []
    for _ in range(6):
        submission = a_submission(assignment, enrollment)
        a_job(submission)
        granted = claim(runner)
        report = a_report(granted, Outcome.UNGRADABLE)
        services.accept_report(granted.use, report, now=LATER)
        submission.refresh_from_db()
        charges.append(submission.charge)
    assert charges == [Charge.REFUNDED] * 5 + [Charge.CHARGED]


@pytest.mark.parametrize(
    "more",
    [
        {"checks": (CheckResult("secret", True),)},
        {"checks": (CheckResult("shape", True), CheckResult("shape", False))},
        {"checks": (CheckResult("note", True),)},
        {"measurements": (Measurement("a", 1.0), Measurement("a", 2.0))},
        {"measurements": (Measurement("../a", 1.0),)},
    ],
)
def test_a_report_that_does_not_fit_the_version_is_refused(more):
    checks = [a_check("shape"), a_check("note", 1.0, rubric="rubric.toml")]
    a_job(a_submission(an_assignment(checks=checks)))
    granted = claim(a_runner())
    before = everything()
    with pytest.raises(FindingsError):
        services.accept_report(granted.use, a_report(granted, **more), now=LATER)
    assert everything() == before


def test_a_heartbeat_keeps_the_lease_and_shows_the_stages(granted):
    stages = (StageProgress("train", "Training", "student", "running"),)
    beat = Heartbeat(attempt=1, stages=stages)
    answer = services.heartbeat(granted.use, beat, now=LATER)
    job = GradingJob.objects.get()
    assert answer.order == "continue"
    assert job.leased_until == LATER + timedelta(seconds=90)
    assert job.progress[0]["title"] == "Training"
    assert services.expire_leases(now=LATER + timedelta(seconds=89)) == 0


def test_a_heartbeat_hears_drain_and_cancel_before_that(granted):
    runners.drain(granted.job.runner, actor=None, now=NOON)
    assert services.heartbeat(granted.use, Heartbeat(1), now=LATER).order == "drain"
    submission = granted.job.submission
    services.cancel(submission, actor=submission.author, now=LATER)
    assert services.heartbeat(granted.use, Heartbeat(1), now=LATER).order == "cancel"


@pytest.mark.parametrize("attempt", [1, 2])
def test_a_heartbeat_of_a_lost_lease_is_told(granted, attempt):
    if attempt == 1:
        services.expire_leases(now=NOON + HOUR)
    with pytest.raises(LeaseLostError):
        services.heartbeat(granted.use, Heartbeat(attempt), now=NOON + HOUR)
