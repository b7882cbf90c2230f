"""Who gets which job."""

from datetime import timedelta

import pytest

from graders.protocol import Claim
from portal.grading import policy, services
from portal.grading.models import GradingJob, LeaseUse, Share
from portal.grading.states import JobState, Lane
from portal.runners import services as runners
from tests.factories.grading import (
    NOON,
    a_course,
    a_job,
    a_submission,
    an_assignment,
    an_enrollment,
    claim,
)
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


def ask(runner, *, now=NOON, **more):
    granted = services.claim_job(runner, Claim(**more), now=now)
    return granted and granted.job


def test_a_claim_leases_the_job_with_a_secret_that_is_stored_as_a_digest():
    job, runner = a_job(), a_runner()
    granted = claim(runner)
    job.refresh_from_db()
    use = LeaseUse.objects.get()
    assert (job.state, job.attempt, job.runner) == (JobState.LEASED, 1, runner)
    assert job.leased_until == NOON + timedelta(seconds=30)  # until its first beat
    assert use.lease_id == job.lease_id
    assert granted.token not in str(vars(use))
    assert ask(runner) is None


def test_finding_nothing_costs_two_queries(django_assert_num_queries):
    runner = a_runner()
    with django_assert_num_queries(2):
        assert ask(runner) is None


@pytest.mark.parametrize("count", [10, 60])
def test_a_claim_costs_the_same_however_many_wait(count, django_assert_num_queries):
    assignment = an_assignment()
    for _ in range(count):
        a_job(a_submission(assignment))
    runner = a_runner()
    with django_assert_num_queries(13):  # four of them savepoints
        assert ask(runner)


def test_staff_go_first_and_bulk_last():
    bulk = a_job(lane=Lane.BULK)
    student = a_job(now=NOON + SECOND)
    staff = a_job(lane=Lane.STAFF, now=NOON + 2 * SECOND)
    runner = a_runner()
    assert [ask(runner) for _ in range(3)] == [staff, student, bulk]


def test_whoever_used_least_lately_goes_first():
    assignment = an_assignment()
    busy, calm = (an_enrollment(assignment.course) for _ in range(2))
    first, second = (a_job(a_submission(assignment, busy)) for _ in range(2))
    other = a_job(a_submission(assignment, calm), now=NOON + SECOND)
    runner = a_runner()
    assert [ask(runner) for _ in range(3)] == [first, other, second]


def test_equal_people_are_served_oldest_first():
    younger = a_job(now=NOON + SECOND)
    older = a_job(now=NOON)
    runner = a_runner()
    assert [ask(runner) for _ in range(2)] == [older, younger]


def test_a_long_lease_weighs_while_it_still_runs():
    assignment = an_assignment()
    long, short = (an_enrollment(assignment.course) for _ in range(2))
    a_job(a_submission(assignment, long))
    runner = a_runner()
    running = claim(runner)
    for tick in range(1, 4):
        beat = services.lease.Heartbeat(1)
        services.heartbeat(running.use, beat, now=NOON + tick * 10 * SECOND)
    share = Share.objects.get(enrollment=long)
    now = NOON + 30 * SECOND
    assert policy.seconds_of(share.weight, now=now) == pytest.approx(30, rel=0.01)
    quick = a_job(a_submission(assignment, short))
    granted = claim(runner)
    assert granted.job == quick
    waits = a_job(a_submission(assignment, long), now=now)
    again = a_job(a_submission(assignment, short), now=now + SECOND)
    assert [ask(runner, now=now + 2 * SECOND) for _ in range(2)] == [again, waits]


def test_shares_are_computed_anew_from_the_leases_behind_them():
    homework = an_assignment()
    granted = []
    for _ in range(2):
        a_job(a_submission(homework, an_enrollment(homework.course)))
        granted.append(claim(a_runner()))
    for tick in range(1, 61):
        beat = services.lease.Heartbeat(1)
        services.heartbeat(granted[0].use, beat, now=NOON + tick * 10 * SECOND)
    assert services.rebuild_shares() == (2, 0)
    weights = dict(Share.objects.values_list("enrollment", "weight"))
    first, last = Share.objects.order_by("pk")
    Share.objects.filter(pk=first.pk).update(weight=first.weight + 3)
    last.delete()
    assert services.rebuild_shares() == (2, 2)
    again = dict(Share.objects.values_list("enrollment", "weight"))
    assert again == pytest.approx(weights, abs=0.02)


def test_a_runner_gets_only_its_pools_and_courses():
    job = a_job()
    course = job.submission.assignment.course
    assert ask(a_runner(pools=("gpu",))) is None
    assert ask(a_runner(courses=[a_course()])) is None
    assert ask(a_runner(courses=[course])) == job


@pytest.mark.parametrize(
    ("labels", "is_fit"),
    [((), False), (("gpu",), False), (("gpu", "cuda:12.4"), True)],
)
def test_labels_must_meet_the_needs(labels, is_fit):
    a_job(a_submission(an_assignment(needs=["gpu", "cuda>=12"])))
    assert bool(ask(a_runner(), labels=labels)) is is_fit


def test_a_job_nobody_can_do_does_not_block_the_next():
    a_job(a_submission(an_assignment(needs=["gpu"])))
    simple = a_job(now=NOON + SECOND)
    assert ask(a_runner()) == simple


@pytest.mark.parametrize("order", [runners.drain, runners.quarantine])
def test_who_is_stopped_claims_nothing_even_on_a_claim_that_waits(order):
    a_job()
    runner = a_runner()
    stale = type(runner).objects.get(pk=runner.pk)
    order(runner, actor=None, now=NOON)
    assert ask(stale) is None
    runners.resume(runner, actor=None, now=NOON)
    assert ask(stale)


def test_a_runner_with_the_images_is_preferred_for_a_minute():
    job = a_job()
    without, having = a_runner(), a_runner()
    assert ask(without, images=("torch",)) is None
    assert ask(without, images=("torch",), now=NOON + 61 * SECOND) == job
    other = a_job()
    assert ask(having, images=("numpy", "judge")) == other


def test_after_a_failure_another_runner_is_preferred_for_a_minute():
    job, broken, sound = a_job(), a_runner(), a_runner()
    claim(broken)
    lost = NOON + 91 * SECOND
    assert services.expire_leases(now=lost) == 1
    assert ask(broken, now=lost + SECOND) is None
    GradingJob.objects.get(pk=job.pk, avoid_runner=broken)
    assert ask(broken, now=lost + 61 * SECOND) == job
    services.expire_leases(now=lost + 160 * SECOND)
    assert ask(sound, now=lost + 161 * SECOND) == job
