"""Runners that ask at the same moment."""

from datetime import timedelta
from functools import partial

import pytest

from graders.protocol import Claim
from portal.grading import services
from portal.grading.models import GradingJob, LeaseUse, Share
from portal.grading.states import JobState
from portal.lib.errors import ConflictError
from tests.factories.grading import (
    NOON,
    a_job,
    a_report,
    a_submission,
    an_assignment,
    an_enrollment,
    claim,
)
from tests.factories.runners import a_runner
from tests.races.threads import at_once

pytestmark = pytest.mark.django_db(transaction=True)
CLAIMERS = 8
JOBS = 200


def claim_all(runner):
    """Claim until nothing waits, as a runner does after one ticket."""
    found = []
    while granted := services.claim_job(runner, Claim(), now=NOON):
        found.append(granted.job.pk)
    return found


def test_eight_claimers_lease_two_hundred_jobs_each_once():
    assignment = an_assignment()
    people = [an_enrollment(assignment.course) for _ in range(20)]
    jobs = {a_job(a_submission(assignment, people[n % 20])).pk for n in range(JOBS)}
    runners = [a_runner() for _ in range(CLAIMERS)]
    found = at_once(*(partial(claim_all, runner) for runner in runners))
    leased = [pk for one in found for pk in one]
    assert len(leased) == JOBS
    assert set(leased) == jobs
    assert set(GradingJob.objects.values_list("state", "attempt")) == {("leased", 1)}
    assert LeaseUse.objects.values("lease_id").distinct().count() == JOBS
    assert Share.objects.count() == 20


def test_eight_tickets_for_one_job_lease_it_once():
    a_job()
    runners = [a_runner() for _ in range(CLAIMERS)]
    found = at_once(*(partial(claim_all, runner) for runner in runners))
    assert sum(map(len, found)) == 1


def test_a_lost_ticket_loses_no_job():
    """Nobody was woken: the next claim, for whatever reason, finds the work."""
    jobs = {a_job().pk for _ in range(3)}
    assert set(claim_all(a_runner())) == jobs


def test_a_claim_and_a_cancel_at_once_leave_one_truth():
    runner = a_runner()
    for _ in range(10):
        job = a_job()
        submission = job.submission
        cancel = partial(services.cancel, submission, actor=submission.author, now=NOON)
        at_once(partial(claim_all, runner), cancel)
        job.refresh_from_db()
        if job.state == JobState.LEASED:
            assert job.cancel_requested_at is not None
        else:
            assert (job.state, job.attempt) == (JobState.CANCELLED, 0)


def test_a_sweep_and_a_heartbeat_at_once_leave_one_truth():
    late = NOON + timedelta(seconds=91)
    for _ in range(10):
        job = a_job()
        granted = claim(a_runner())
        beat = services.lease.Heartbeat(1)
        _, answer = at_once(
            partial(services.expire_leases, now=late),
            partial(services.heartbeat, granted.use, beat, now=late),
        )
        job.refresh_from_db()
        is_alive = not isinstance(answer, Exception)
        assert job.state == (JobState.LEASED if is_alive else JobState.QUEUED)
        assert isinstance(answer, ConflictError) or is_alive
        GradingJob.objects.filter(pk=job.pk).update(state=JobState.CANCELLED)


def test_two_sweeps_at_once_count_one_failure():
    job = a_job()
    claim(a_runner())
    late = NOON + timedelta(hours=1)
    counts = at_once(*[partial(services.expire_leases, now=late)] * 4)
    job.refresh_from_db()
    assert sum(counts) == 1
    assert (job.state, job.infra_failures) == (JobState.QUEUED, 1)


def test_a_killed_runner_s_job_is_graded_once_by_the_next_and_costs_one():
    job = a_job()
    dead = claim(a_runner())
    late = NOON + timedelta(seconds=91)
    services.expire_leases(now=late)
    alive = claim(a_runner(), now=late)
    results = at_once(
        partial(services.accept_report, dead.use, a_report(dead), now=late),
        partial(services.accept_report, alive.use, a_report(alive), now=late),
    )
    assert isinstance(results[0], ConflictError)
    assert results[1] == JobState.DONE
    job.refresh_from_db()
    assert (job.report.attempt, job.submission.charge) == (2, "charged")
