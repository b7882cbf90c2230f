"""Messages that come twice, late, or at the same moment."""

from datetime import timedelta
from functools import partial

import pytest

from graders.protocol import Outcome
from portal.grading import services
from portal.grading.errors import LeaseLostError, OffsetError
from portal.grading.models import CheckRecord, GradingJob, LeaseUse, Report, Score
from portal.grading.services.output import path_of_log
from portal.grading.states import JobState
from portal.submissions.models import Charge, QuotaBucket, Submission
from tests.factories.grading import (
    NOON,
    a_job,
    a_report,
    an_assignment,
    an_enrollment,
    claim,
    hand_in,
)
from tests.factories.runners import a_runner
from tests.races.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = timedelta(hours=1)


@pytest.fixture
def granted():
    a_job()
    return claim(a_runner())


def accept(granted, report):
    # A fresh row each, as two requests would have.
    use = LeaseUse.objects.get(pk=granted.use.pk)
    return services.accept_report(use, report, now=NOON)


def test_the_same_report_four_times_at_once_is_kept_once(granted):
    report = a_report(granted)
    answers = at_once(*[partial(accept, granted, report)] * 4)
    assert answers == [JobState.DONE] * 4
    assert Report.objects.count() == 1
    assert CheckRecord.objects.count() == 2
    assert Score.objects.count() == 1


def test_two_different_reports_at_once_keep_one(granted):
    reports = [a_report(granted, seconds=float(n)) for n in (1, 2)]
    answers = at_once(*(partial(accept, granted, report) for report in reports))
    assert sum(isinstance(answer, LeaseLostError) for answer in answers) == 1
    assert Report.objects.count() == 1


def test_a_report_after_the_lease_ended_changes_nothing(granted):
    services.expire_leases(now=NOON + HOUR)
    before = list(GradingJob.objects.values()), list(LeaseUse.objects.values())
    assert isinstance(
        at_once(partial(accept, granted, a_report(granted)))[0], LeaseLostError
    )
    after = list(GradingJob.objects.values()), list(LeaseUse.objects.values())
    assert after == before
    assert not Report.objects.exists()


def test_the_same_piece_of_a_log_four_times_at_once_is_kept_once(granted):
    def append():
        use = LeaseUse.objects.get(pk=granted.use.pk)
        return services.append_log(use, "train", b"12345", offset=0, is_public=True)

    answers = at_once(*[append] * 4)
    assert answers.count(5) == 1
    assert sum(isinstance(answer, OffsetError) for answer in answers) == 3
    assert path_of_log(granted.job, 1, "train").read_bytes() == b"12345"


def test_two_hand_ins_at_once_with_one_grading_left():
    assignment = an_assignment(per_day=1)
    alice = an_enrollment(assignment.course)
    answers = at_once(*[partial(hand_in, assignment, alice)] * 2)
    assert all(isinstance(answer, Submission) for answer in answers)
    charges = sorted(Submission.objects.values_list("charge", flat=True))
    assert charges == [Charge.HELD, Charge.RESERVED]
    states = sorted(GradingJob.objects.values_list("state", flat=True))
    assert states == [JobState.HELD, JobState.QUEUED]
    assert sorted(Submission.objects.values_list("number", flat=True)) == [1, 2]
    assert QuotaBucket.objects.get().level == 0


def test_the_same_key_four_times_at_once_is_one_submission():
    assignment = an_assignment()
    alice = an_enrollment(assignment.course)
    call = partial(hand_in, assignment, alice, idempotency_key="k")
    answers = at_once(*[call] * 4)
    assert len({answer.pk for answer in answers}) == 1
    assert GradingJob.objects.count() == 1
    assert QuotaBucket.objects.get().level == 19


def test_a_hand_in_and_the_sweep_at_once_never_overdraw():
    assignment = an_assignment(per_day=1)
    alice = an_enrollment(assignment.course)
    for _ in range(3):
        hand_in(assignment, alice)
    tomorrow = NOON + timedelta(days=1)
    release = partial(services.release_held_jobs, now=tomorrow)
    at_once(release, release, partial(hand_in, assignment, alice, now=tomorrow))
    reserved = Submission.objects.filter(charge=Charge.RESERVED).count()
    assert reserved == 2  # yesterday's and one of today's
    assert GradingJob.objects.filter(state=JobState.QUEUED).count() == 2


def test_a_newer_hand_in_and_a_claim_at_once_grade_what_was_claimed():
    assignment = an_assignment(counts="last")
    alice, runner = an_enrollment(assignment.course), a_runner()
    for _ in range(5):
        older = hand_in(assignment, alice)
        at_once(partial(claim, runner), partial(hand_in, assignment, alice))
        job = GradingJob.objects.get(submission=older)
        older.refresh_from_db()
        if job.state == JobState.CANCELLED:
            assert (job.attempt, older.charge) == (0, Charge.REFUNDED)
        else:
            assert job.state == JobState.LEASED
        GradingJob.objects.filter(state="queued").update(state=JobState.CANCELLED)


def test_a_report_and_a_cancel_at_once_leave_one_truth():
    runner = a_runner()
    for _ in range(5):
        job = a_job()
        granted = claim(runner)
        submission = job.submission
        cancel = partial(services.cancel, submission, actor=submission.author, now=NOON)
        failed = a_report(granted, Outcome.RUNNER_FAILED)
        at_once(partial(accept, granted, failed), cancel)
        job.refresh_from_db()
        submission.refresh_from_db()
        assert (job.state, submission.charge) == (JobState.CANCELLED, Charge.REFUNDED)
