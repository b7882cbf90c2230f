"""Words, places, the fleet, leases as messages, scores rebuilt, tickets."""

import time
from datetime import timedelta

import pytest
from django.core.management import call_command

from graders.protocol import Lease as LeaseMessage
from graders.protocol import Outcome, Role, from_wire, to_wire
from portal.assignments.models import VersionFile
from portal.grading import access, selectors, services
from portal.grading.models import GradingJob, Score
from portal.grading.services import ticket
from portal.grading.states import JobState, Lane
from portal.grading.wire import is_blob_of, lease_message
from portal.grading.words import status_of
from portal.lib.errors import NotFoundError
from portal.submissions.models import Charge, Submission
from tests.factories.grading import (
    NOON,
    a_job,
    a_person,
    a_report,
    a_submission,
    an_assignment,
    an_enrollment,
    claim,
    grade,
)
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("state", JobState)
@pytest.mark.parametrize("outcome", Outcome)
def test_every_job_has_words(state, outcome):
    job = GradingJob(state=state, outcome=outcome.value)
    job.submission = Submission(charge=Charge.RESERVED)
    if state == JobState.DONE and outcome is Outcome.RUNNER_FAILED:
        return  # such a job is queued or parked
    status = status_of(job, viewer_is_staff=False)
    assert status.sentence and status.cost_sentence
    assert status.whose_move in ("student", "staff", "ops", "nobody")
    assert status.is_live is (state in ("held", "queued", "leased"))
    assert status_of(None).is_live


def test_staff_are_told_what_to_do_about_a_broken_lab():
    job = GradingJob(state=JobState.DONE, outcome="lab_broken", sentence="Sorry.")
    job.submission = Submission(charge=Charge.REFUNDED)
    assert status_of(job).sentence == "Sorry."
    assert "grade again" in status_of(job, viewer_is_staff=True).sentence
    assert status_of(job).cost_sentence == "It cost no grading."


def test_what_a_program_said_gets_an_end():
    job = GradingJob(
        state=JobState.DONE, outcome="ungradable", sentence="KeyError: 'x'"
    )
    job.submission = Submission(charge=Charge.REFUNDED)
    assert status_of(job).sentence == "KeyError: 'x'."


def test_the_place_in_the_queue_is_the_order_of_claims():
    assignment = an_assignment()
    busy = an_enrollment(assignment.course)
    runner = a_runner()
    a_job(a_submission(assignment, busy))
    claim(runner)
    jobs = [
        a_job(a_submission(assignment, busy)),
        a_job(a_submission(assignment), now=NOON + SECOND),
        a_job(a_submission(assignment), now=NOON),
        a_job(a_submission(assignment), lane=Lane.STAFF, now=NOON + 2 * SECOND),
    ]
    places = {j.pk: selectors.queue_place(j, now=NOON).position for j in jobs}
    assert {selectors.queue_place(j, now=NOON).of for j in jobs} == {4}
    claimed = [claim(runner).job.pk for _ in jobs]
    assert sorted(places, key=places.get) == claimed


def test_an_estimate_comes_from_recent_gradings_of_the_assignment():
    assignment = an_assignment()
    runner = a_runner()
    for seconds in (10, 20, 60):
        a_job(a_submission(assignment))
        granted = claim(runner)
        then = NOON + seconds * SECOND
        services.accept_report(granted.use, a_report(granted), now=then)
    jobs = [a_job(a_submission(assignment)) for _ in range(3)]
    place = selectors.queue_place(jobs[2], now=NOON)
    assert (place.position, place.estimate_s) == (3, 60.0)
    a_runner()
    assert selectors.queue_place(jobs[2], now=NOON).estimate_s == 40.0
    assert selectors.queue_place(jobs[2], now=NOON + 600 * SECOND).estimate_s is None
    fresh = a_job()
    assert selectors.queue_place(fresh, now=NOON).estimate_s is None
    claim(runner)
    leased = GradingJob.objects.filter(state="leased").first()
    assert selectors.queue_place(leased, now=NOON) is None


@pytest.mark.parametrize("count", [2, 20])
def test_the_fleet_costs_the_same_however_large(count, django_assert_num_queries):
    for _ in range(count):
        a_job()
        claim(a_runner())
    a_runner(seen_at=None)
    with django_assert_num_queries(4):
        lines = selectors.fleet(now=NOON + SECOND)
    assert [line.word for line in lines].count("busy") == count
    assert [line.word for line in lines].count("silent") == 1
    assert all(line.jobs for line in lines if line.word == "busy")


def test_waiting_is_counted_by_lane_and_pool():
    a_job(lane=Lane.STAFF)
    for _ in range(2):
        a_job()
    lines = [(line.lane, line.pool, line.count) for line in selectors.waiting()]
    assert lines == [(Lane.STAFF, "cpu", 1), (Lane.STUDENTS, "cpu", 2)]


def test_a_lease_says_all_and_only_what_a_runner_needs():
    submission = a_submission()
    version = submission.version
    files = [
        {"path": "starter/data/x.csv", "sha256": "a" * 64, "size": 3, "role": "public"},
        {"path": "judge.py", "sha256": "b" * 64, "size": 4, "role": "judge"},
        {"path": "README.md", "sha256": "c" * 64, "size": 5, "role": "page"},
    ]
    version.spec["files"] = files
    version.save()
    for file in files:
        VersionFile.objects.create(version=version, **file)
    a_job(submission)
    granted = claim(a_runner())
    message = lease_message(granted)
    assert from_wire(LeaseMessage, to_wire(message)) == message
    assert [(blob.path, blob.role) for blob in message.blobs] == [
        ("train.py", Role.SUBMISSION),
        ("x.csv", Role.PUBLIC),
        ("judge.py", Role.JUDGE),
    ]
    assert len(message.seeds) == 2
    assert message.required_files == ("train.py",)
    assert all(is_blob_of(granted.use, blob.sha256) for blob in message.blobs)
    assert not is_blob_of(granted.use, "c" * 64)
    assert not is_blob_of(granted.use, "f" * 64)


def test_training_seeds_are_the_same_at_every_attempt_and_differ_by_person():
    assignment = an_assignment()
    alice, bob = (an_enrollment(assignment.course) for _ in range(2))
    seeds = []
    for who in (alice, alice, bob):
        a_job(a_submission(assignment, who))
        seeds.append(lease_message(claim(a_runner())).seeds)
    assert seeds[0] == seeds[1] != seeds[2]


def test_only_the_secret_opens_a_lease():
    a_job()
    granted = claim(a_runner())
    assert access.get_lease(granted.use.lease_id, granted.token) == granted.use
    with pytest.raises(NotFoundError):
        access.get_lease(granted.use.lease_id, granted.token + "x")


def test_a_job_is_seen_by_its_author_and_ops_not_by_strangers():
    job = a_job()
    ops = a_person(is_ops=True)
    assert access.get_job(job.submission.author, job.public_id) == job
    assert access.get_job(ops, job.public_id) == job
    with pytest.raises(NotFoundError):
        access.get_job(a_person(), job.public_id)


def test_rebuilding_scores_gives_the_same_values_and_repairs_wrong_ones(capsys):
    runner = a_runner()
    for _ in range(3):
        grade(a_submission(), runner)
    before = list(Score.objects.order_by("pk").values("job", "points", "lines"))
    call_command("grades", "rebuild")
    assert "3 scores computed, 0 changed" in capsys.readouterr().out
    assert list(Score.objects.order_by("pk").values("job", "points", "lines")) == before
    Score.objects.filter(pk=Score.objects.first().pk).update(points=1)
    Score.objects.last().delete()
    call_command("grades", "rebuild")
    assert "3 scores computed, 2 changed" in capsys.readouterr().out
    again = Score.objects.order_by("job").values("job", "points", "lines")
    assert list(again) == sorted(before, key=lambda score: score["job"])


@pytest.fixture
def rung(monkeypatch):
    sent = []
    monkeypatch.setattr(ticket, "ring", lambda pool, job: sent.append(pool) or True)
    return sent


def test_a_ticket_is_sent_on_commit(rung, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        a_job()
        assert rung == []
    assert rung == ["cpu"]


def test_the_sweep_wakes_each_pool_once_and_only_where_jobs_wait(rung):
    for _ in range(2):
        a_job()
        a_job(a_submission(an_assignment(pool="gpu")))
    a_job(a_submission(an_assignment(pool="jetson")), state=JobState.HELD)
    assert services.send_tickets() == 2
    assert rung == ["cpu", "gpu"]


@pytest.mark.parametrize(
    "url", ["redis+socket:///nowhere/valkey.sock", "redis://127.0.0.1:1/0"]
)
def test_a_dead_broker_costs_a_hand_in_nothing(settings, monkeypatch, url):
    monkeypatch.setattr(ticket, "_silent_until", 0.0)
    settings.CELERY_BROKER_URL = url
    began = time.monotonic()
    assert ticket.ring("cpu", "some job") is False
    assert time.monotonic() - began < 3
    assert ticket.ring("cpu", "some job") is False  # and does not try again at once
    monkeypatch.setattr(ticket, "_silent_until", 0.0)
