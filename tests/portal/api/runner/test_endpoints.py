"""The runners' API as a runner meets it."""

import json
import threading
import time

import pytest
from django.db import connection

from graders.protocol import (
    CheckResult,
    Claim,
    Heartbeat,
    HeartbeatAnswer,
    Lease,
    Outcome,
    Report,
    from_wire,
    to_wire,
)
from portal.api.runner import reading, views
from portal.grading import services
from portal.grading.models import GradingJob, JobArtifact, StageLog
from portal.grading.models import Report as ReportRow
from portal.grading.services import output
from portal.runners import services as runners
from tests.factories.grading import NOON, a_job

pytestmark = pytest.mark.django_db
ROOT = "/api/runner/v1/"


class Caller:
    """Speaks as a runner does: its own token for claims, the lease's for the rest."""

    def __init__(self, client, token):
        self.client, self.token, self.lease = client, token, None

    def call(self, method, path, body=b"", *, token=None, version="1", **more):
        if not isinstance(body, bytes):
            body = json.dumps(to_wire(body)).encode()
        headers = {"Authorization": f"Bearer {token or self.token}"}
        if version:
            headers["Assay-Protocol"] = version
        return self.client.generic(
            method, ROOT + path, body, "application/json", headers=headers, **more
        )

    def claim(self, **more):
        answer = self.call("POST", "claims/", Claim(**more))
        if answer.status_code == 200:
            self.lease = from_wire(Lease, answer.json())
        return answer

    def on_lease(self, method, path, body=b"", **more):
        path = f"leases/{self.lease.id}/{path}"
        return self.call(method, path, body, **{"token": self.lease.token, **more})

    def report(self, **more):
        found = {"outcome": Outcome.GRADED, "checks": (CheckResult("shape", True),)}
        message = Report(self.lease.id, self.lease.attempt, **{**found, **more})
        return self.on_lease("POST", "report/", message)


@pytest.fixture
def caller(client):
    runner, token = runners.enroll_runner(
        "box", pools=["cpu"], all_courses=True, actor=None, now=NOON
    )
    caller = Caller(client, token)
    caller.runner = runner
    return caller


@pytest.fixture
def leased(caller):
    a_job()
    assert caller.claim().status_code == 200
    return caller


def test_from_claim_to_report(leased):
    lease = leased.lease
    beat = leased.on_lease("POST", "heartbeat/", Heartbeat(1))
    assert from_wire(HeartbeatAnswer, beat.json()).order == "continue"
    blob = leased.on_lease("GET", f"blobs/{lease.blobs[0].sha256}/")
    assert b"".join(blob.streaming_content) == b"print('hello')\n"
    log = leased.on_lease("PUT", "log/train/?offset=0&public=1", b"hi\n")
    assert log.json() == {"size": 3}
    made = leased.on_lease("PUT", "artifacts/out/model.npz/?public=1", b"weights")
    assert (made.status_code, made.json()["size"]) == (201, 7)
    assert leased.report().json() == {"state": "done"}
    assert leased.report().json() == {"state": "done"}
    assert GradingJob.objects.get().outcome == "graded"
    assert StageLog.objects.get().is_public
    assert JobArtifact.objects.get().name == "out/model.npz"


def test_nothing_to_do_is_204_and_the_runner_was_seen(caller):
    answer = caller.claim(labels=("gpu",), sandbox="docker")
    assert answer.status_code == 204
    caller.runner.refresh_from_db()
    assert caller.runner.labels == ["gpu"]
    assert caller.runner.last_seen_at is not None


def test_a_claim_waits_no_longer_than_it_says(caller):
    began = time.monotonic()
    assert caller.claim(wait_s=0.6).status_code == 204
    assert 0.3 < time.monotonic() - began < 5


@pytest.mark.django_db(transaction=True)
def test_a_claim_that_waits_gets_what_comes_meanwhile(caller):
    def hand_in():
        time.sleep(0.4)
        a_job()
        connection.close()

    thread = threading.Thread(target=hand_in)
    thread.start()
    answer = caller.claim(wait_s=20.0)
    thread.join()
    assert answer.status_code == 200


@pytest.mark.parametrize("version", ["", "0", "2", "1.0"])
def test_another_protocol_is_426_everywhere(leased, version):
    answer = leased.call("POST", "claims/", Claim(), version=version)
    assert answer.status_code == 426
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "protocol_mismatch"
    beat = leased.on_lease("POST", "heartbeat/", Heartbeat(1), version=version)
    assert beat.status_code == 426


def test_tokens_open_only_what_is_theirs(leased):
    lease_token, runner_token = leased.lease.token, leased.token
    claim = leased.call("POST", "claims/", Claim(), token=lease_token)
    beat = leased.on_lease("POST", "heartbeat/", Heartbeat(1), token=runner_token)
    assert (claim.status_code, beat.status_code) == (401, 401)
    assert leased.call("POST", "claims/", Claim(), token="x").status_code == 401
    assert "Bearer" in beat["WWW-Authenticate"]
    unknown = f"leases/{leased.runner.public_id}/heartbeat/"
    answer = leased.call("POST", unknown, Heartbeat(1), token=lease_token)
    assert answer.status_code == 401
    plain = leased.client.post(ROOT + "claims/", headers={"Assay-Protocol": "1"})
    assert plain.status_code == 401


def test_a_quarantined_runner_is_refused_and_its_leases_are_lost(leased):
    runners.quarantine(leased.runner, actor=None, now=NOON)
    assert leased.claim().json()["code"] == "runner_quarantined"
    for answer in (
        leased.on_lease("POST", "heartbeat/", Heartbeat(1)),
        leased.on_lease("GET", f"blobs/{leased.lease.blobs[0].sha256}/"),
        leased.on_lease("PUT", "log/train/?offset=0", b"x"),
        leased.report(),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "lease_lost")


def test_a_lost_lease_is_409_on_every_address(leased):
    GradingJob.objects.update(leased_until=NOON)
    services.expire_leases(now=NOON.replace(year=2027))
    for answer in (
        leased.on_lease("POST", "heartbeat/", Heartbeat(1)),
        leased.on_lease("GET", f"blobs/{leased.lease.blobs[0].sha256}/"),
        leased.on_lease("PUT", "log/train/?offset=0", b"x"),
        leased.on_lease("PUT", "artifacts/x/", b"x"),
        leased.report(),
    ):
        assert (answer.status_code, answer.json()["code"]) == (409, "lease_lost")
    assert not ReportRow.objects.exists()


def test_a_wrong_offset_says_the_right_one(leased):
    leased.on_lease("PUT", "log/train/?offset=0", b"12345")
    again = leased.on_lease("PUT", "log/train/?offset=0", b"12345")
    assert (again.status_code, again.json()["expected_offset"]) == (409, 5)
    for odd in ("", "?offset=", "?offset=-1", "?offset=x", "?offset=" + "9" * 40):
        assert leased.on_lease("PUT", f"log/train/{odd}", b"x").status_code == 400


def test_bodies_are_capped_before_they_are_read(leased, monkeypatch):
    monkeypatch.setattr(views, "PIECE_BYTES", 10)
    long = leased.on_lease("PUT", "log/train/?offset=0", b"x" * 11)
    assert (long.status_code, long.json()["code"]) == (400, "too_long")
    monkeypatch.setattr(views, "ARTIFACT_BYTES", 10)
    assert leased.on_lease("PUT", "artifacts/x/", b"x" * 11).status_code == 400
    monkeypatch.setattr(reading, "MESSAGE_BYTES", 10)
    assert leased.report().json()["code"] == "too_long"
    assert not StageLog.objects.exists()


def test_blobs_of_other_leases_are_not_given(leased):
    for sha256 in ("f" * 64, "..", "%2e%2e"):
        assert leased.on_lease("GET", f"blobs/{sha256}/").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff",
        b'{"outcome": "graded"}',
        b"[" * 100_000,
        b'{"lease_id": "x", "attempt": NaN, "outcome": "graded"}',
        b'{"lease_id": "x", "attempt": 1, "outcome": "fine"}',
        b'{"lease_id": "x", "attempt": 1, "outcome": "graded", "points": 100}',
    ],
)
def test_what_is_no_report_is_named_and_refused(leased, body):
    answer = leased.on_lease("POST", "report/", body)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert GradingJob.objects.get().state == "leased"


def test_a_report_that_names_a_stranger_s_check_is_refused(leased):
    answer = leased.report(checks=(CheckResult("stranger", True),))
    assert (answer.status_code, answer.json()["code"]) == (400, "report_unfit")
    assert "shape" in answer.json()["detail"]


def test_texts_that_no_database_keeps_are_mended(leased):
    body = to_wire(Report(leased.lease.id, 1, Outcome.UNGRADABLE, sentence="a"))
    raw = json.dumps(body).replace('"a"', '"a\\u0000b\\ud800c"').encode()
    assert leased.on_lease("POST", "report/", raw).status_code == 200
    assert ReportRow.objects.get().sentence == "a\ufffdb?c"


def test_odd_names_are_refused_not_stored(leased):
    for path in ("log/..%2fx/?offset=0", "artifacts/..%2fx/", "artifacts/.x/"):
        answer = leased.on_lease("PUT", path, b"x")
        assert answer.status_code in (400, 404)
    assert not StageLog.objects.exists()
    assert not JobArtifact.objects.exists()


def test_a_full_log_is_said_to_be_full(leased, monkeypatch):
    monkeypatch.setattr(output, "STAGE_BYTES", 3)
    answer = leased.on_lease("PUT", "log/train/?offset=0", b"xxxx")
    assert answer.json()["code"] == "too_much_output"


def test_the_schema_for_people_leaves_it_out():
    assert views.ClaimView.schema is None
    assert views.LeaseView.schema is None
