"""Hand in, cancel, grade again, queue again, hold and let go."""

from datetime import timedelta

import pytest

from graders.protocol import Outcome
from portal.courses.models import Role
from portal.grading import services
from portal.grading.models import GradingJob, Score
from portal.grading.states import JobState, Lane
from portal.lib.errors import ConflictError, NotFoundError, RefusedError
from portal.submissions.models import Charge, Submission
from portal.submissions.selectors import quota_of
from tests.factories.grading import (
    DUE,
    NOON,
    a_job,
    a_report,
    a_submission,
    a_version,
    an_assignment,
    an_enrollment,
    claim,
    grade,
    hand_in,
)
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def job_of(submission):
    return GradingJob.objects.filter(submission=submission).latest("pk")


@pytest.fixture
def assignment():
    return an_assignment()


@pytest.fixture
def alice(assignment):
    return an_enrollment(assignment.course, "Alice")


@pytest.fixture
def tara(assignment):
    return an_enrollment(assignment.course, "Tara", Role.GRADER)


def test_a_hand_in_is_stored_reserved_and_queued(assignment, alice):
    submission = hand_in(assignment, alice)
    job = job_of(submission)
    assert (job.state, job.lane, job.queued_at) == ("queued", Lane.STUDENTS, NOON)
    assert submission.charge == Charge.RESERVED
    assert quota_of(assignment, alice, now=NOON).left == 19
    assert submission.files.get().path == "train.py"


def test_the_same_key_again_is_the_same_submission(assignment, alice):
    first = hand_in(assignment, alice, idempotency_key="k")
    assert hand_in(assignment, alice, idempotency_key="k") == first
    assert GradingJob.objects.count() == 1


def test_over_quota_it_is_held_until_the_bucket_refills(alice):
    assignment = an_assignment(alice.course, per_day=1, slug="small")
    hand_in(assignment, alice)
    second = hand_in(assignment, alice)
    job = job_of(second)
    assert (second.charge, job.state) == (Charge.HELD, JobState.HELD)
    assert job.not_before == NOON + timedelta(days=1)
    assert services.release_held_jobs(now=NOON + HOUR) == 0
    assert services.release_held_jobs(now=job.not_before) == 1
    job.refresh_from_db()
    second.refresh_from_db()
    assert (second.charge, job.state) == (Charge.RESERVED, JobState.QUEUED)


def test_of_two_held_jobs_one_refill_lets_one_go(alice):
    assignment = an_assignment(alice.course, per_day=1, slug="small")
    for _ in range(3):
        hand_in(assignment, alice)
    tomorrow = NOON + timedelta(days=1)
    assert services.release_held_jobs(now=tomorrow) == 1
    held = GradingJob.objects.get(state=JobState.HELD)
    assert held.not_before == NOON + timedelta(days=2)


def test_a_free_outcome_lets_a_held_job_go(alice):
    assignment = an_assignment(alice.course, per_day=1, slug="small")
    hand_in(assignment, alice)
    held = job_of(hand_in(assignment, alice))
    granted = claim(a_runner())
    report = a_report(granted, Outcome.LAB_BROKEN)
    services.accept_report(granted.use, report, now=NOON)
    assert services.release_held_jobs(now=NOON) == 1
    held.refresh_from_db()
    assert held.state == JobState.QUEUED


def test_where_the_best_counts_the_older_job_moves_behind_the_newer(assignment, alice):
    older, newer = (job_of(hand_in(assignment, alice)) for _ in range(2))
    bob = job_of(hand_in(assignment, an_enrollment(assignment.course, "Bob")))
    assert Submission.objects.count() == 3
    runner = a_runner()
    assert [claim(runner).job for _ in range(3)] == [newer, bob, older]


def test_where_the_last_counts_the_older_job_is_superseded(alice):
    assignment = an_assignment(alice.course, counts="last", slug="last")
    older, newer = (hand_in(assignment, alice) for _ in range(2))
    older.refresh_from_db()
    assert job_of(older).state == JobState.CANCELLED
    assert "newer" in job_of(older).sentence
    assert older.charge == Charge.REFUNDED
    assert job_of(newer).state == JobState.QUEUED
    assert quota_of(assignment, alice, now=NOON).left == 19


def test_a_late_hand_in_does_not_supersede_one_that_was_on_time(alice):
    assignment = an_assignment(alice.course, counts="last", slug="last")
    on_time = hand_in(assignment, alice, now=DUE)
    late = hand_in(assignment, alice, now=DUE + HOUR)
    assert (on_time.is_late, late.is_late) == (False, True)
    assert job_of(on_time).state == JobState.QUEUED


def test_a_running_job_is_never_superseded(alice):
    assignment = an_assignment(alice.course, counts="last", slug="last")
    running = job_of(hand_in(assignment, alice))
    claim(a_runner())
    hand_in(assignment, alice)
    running.refresh_from_db()
    assert running.state == JobState.LEASED


def test_staff_test_in_their_own_lane_for_free(assignment, tara):
    submission = hand_in(assignment, tara)
    assert job_of(submission).lane == Lane.STAFF
    assert submission.charge == Charge.REFUNDED


def test_who_may_hand_in(assignment, alice):
    other = an_enrollment(an_assignment().course)
    with pytest.raises(NotFoundError):
        hand_in(assignment, other)
    with pytest.raises(RefusedError):
        hand_in(assignment, an_enrollment(assignment.course, role=Role.OBSERVER))
    lock = {"at": DUE.isoformat(), "session": None, "offset": 0.0, "days": 0}
    closed = an_assignment(alice.course, lock=lock, slug="closed")
    hand_in(closed, alice, now=DUE)
    with pytest.raises(RefusedError, match="closed"):
        hand_in(closed, alice, now=DUE + HOUR)


@pytest.mark.parametrize("state", [JobState.HELD, JobState.QUEUED])
def test_what_waits_is_cancelled_at_once(state, assignment, alice):
    submission = a_submission(assignment, alice)
    a_job(submission, state=state)
    job = services.cancel(submission, actor=alice.user, now=NOON)
    submission.refresh_from_db()
    assert (job.state, job.outcome) == (JobState.CANCELLED, "cancelled")
    assert submission.charge == Charge.REFUNDED
    with pytest.raises(ConflictError):
        services.cancel(submission, actor=alice.user, now=NOON)


@pytest.mark.parametrize("outcome", [Outcome.CANCELLED, Outcome.RUNNER_FAILED])
def test_what_runs_is_cancelled_when_its_runner_says_so(assignment, alice, outcome):
    submission = a_submission(assignment, alice)
    a_job(submission)
    granted = claim(a_runner())
    job = services.cancel(submission, actor=alice.user, now=NOON)
    assert job.state == JobState.LEASED
    report = a_report(granted, outcome)
    state = services.accept_report(granted.use, report, now=NOON)
    submission.refresh_from_db()
    assert state == JobState.CANCELLED
    assert submission.charge == Charge.REFUNDED


def test_a_cancelled_job_whose_runner_went_silent_ends_cancelled(assignment, alice):
    submission = a_submission(assignment, alice)
    a_job(submission)
    claim(a_runner())
    services.cancel(submission, actor=alice.user, now=NOON)
    services.expire_leases(now=NOON + HOUR)
    assert job_of(submission).state == JobState.CANCELLED


def test_a_report_that_was_faster_than_the_cancelling_counts(assignment, alice):
    submission = a_submission(assignment, alice)
    a_job(submission)
    granted = claim(a_runner())
    services.cancel(submission, actor=alice.user, now=NOON)
    services.accept_report(granted.use, a_report(granted), now=NOON)
    assert job_of(submission).state == JobState.DONE


def test_only_the_author_and_staff_cancel(assignment, alice, tara):
    submission = a_submission(assignment, alice)
    a_job(submission)
    with pytest.raises(RefusedError):
        other = an_enrollment(assignment.course)
        services.cancel(submission, actor=other.user, now=NOON)
    services.cancel(submission, actor=tara.user, now=NOON)


def test_staff_grade_again_under_the_published_version(assignment, alice, tara):
    submission = a_submission(assignment, alice)
    grade(submission, a_runner(), checks=())
    assert Score.objects.get().points == 0
    corrected = a_version(assignment, assignment.published_version.spec)
    assignment.published_version = corrected
    assignment.save()
    job = services.grade_again(submission, actor=tara.user, now=NOON + HOUR)
    assert (job.version, job.lane) == (corrected, Lane.BULK)
    with pytest.raises(ConflictError):
        services.grade_again(submission, actor=tara.user, now=NOON + HOUR)
    granted = claim(a_runner(), now=NOON + HOUR)
    services.accept_report(granted.use, a_report(granted), now=NOON + HOUR)
    submission.refresh_from_db()
    assert (Score.objects.get().points, Score.objects.get().job) == (10.0, job)
    assert submission.charge == Charge.CHARGED  # once, not twice


def test_a_broken_lab_leaves_the_score_before_it(assignment, alice, tara):
    submission = a_submission(assignment, alice)
    first = grade(submission, a_runner())
    services.grade_again(submission, actor=tara.user, now=NOON + HOUR)
    granted = claim(a_runner(), now=NOON + HOUR)
    broken = a_report(granted, Outcome.LAB_BROKEN)
    services.accept_report(granted.use, broken, now=NOON + HOUR)
    assert Score.objects.get().job == first


def test_students_neither_grade_again_nor_queue_again(assignment, alice):
    submission = a_submission(assignment, alice)
    job = grade(submission, a_runner())
    with pytest.raises(RefusedError):
        services.grade_again(submission, actor=alice.user, now=NOON)
    with pytest.raises(RefusedError):
        services.requeue(job, actor=alice.user, now=NOON)
    with pytest.raises(NotFoundError):
        stranger = an_enrollment(an_assignment().course)
        services.requeue(job, actor=stranger.user, now=NOON)


def test_a_parked_job_is_queued_again_for_free(assignment, alice, tara):
    submission = a_submission(assignment, alice)
    job = a_job(submission)
    for number in range(3):
        now = NOON + number * HOUR
        granted = claim(a_runner(), now=now)
        failed = a_report(granted, Outcome.RUNNER_FAILED)
        services.accept_report(granted.use, failed, now=now)
    job.refresh_from_db()
    services.requeue(job, actor=tara.user, now=NOON + 4 * HOUR)
    assert (job.state, job.infra_failures) == (JobState.QUEUED, 0)
    with pytest.raises(ConflictError):
        services.requeue(job, actor=tara.user, now=NOON + 4 * HOUR)
    granted = claim(a_runner(), now=NOON + 4 * HOUR)
    assert granted.use.attempt == 4
    services.accept_report(granted.use, a_report(granted), now=NOON + 4 * HOUR)
    submission.refresh_from_db()
    assert submission.charge == Charge.REFUNDED
