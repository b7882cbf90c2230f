"""Logs and files, byte for byte and harmless."""

import pytest

from portal.grading import services
from tests.factories.grading import a_job, a_submission, claim
from tests.factories.runners import a_runner
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def logged(enrollment, assignment):
    """A submission whose job has printed in a public and in a hidden stage."""
    submission = a_submission(assignment, enrollment)
    a_job(submission)
    use = claim(a_runner()).use
    services.append_log(use, "train", b"epoch 1\n", offset=0, is_public=True)
    services.append_log(use, "judge", b"secret\n", offset=0, is_public=False)
    return f"/api/v1/submissions/{submission.public_id}/"


def text(answer) -> str:
    return b"".join(answer.streaming_content).decode()


def test_a_student_reads_public_stages_only(alice, logged):
    answer = alice.get(f"{logged}log/")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert text(answer) == "== train ==\nepoch 1\n\n"
    assert text(alice.get(f"{logged}log/?stage=train")) == "epoch 1\n"
    problem(alice.get(f"{logged}log/?stage=judge"), 404, "not_found")


def test_staff_read_all(tara, logged):
    assert "== judge ==\nsecret\n" in text(tara.get(f"{logged}log/"))


def test_a_file_is_a_download_that_nothing_runs(alice, enrollment, assignment):
    submission = a_submission(assignment, enrollment)
    answer = alice.get(f"/api/v1/submissions/{submission.public_id}/files/train.py")
    assert text(answer) == "print('hello')\n"
    assert answer["Content-Disposition"] == 'attachment; filename="train.py"'
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_accept_is_no_reason_to_refuse(alice, logged):
    accept = {"headers": {"Accept": "text/html"}}
    assert alice.get(logged, **accept).status_code == 200
    assert alice.get(f"{logged}log/", **accept).status_code == 200


@pytest.mark.parametrize("path", ["nope.py", "../train.py", "%2e%2e/train.py", "/a"])
def test_no_such_file_is_404(path, alice, enrollment, assignment):
    submission = a_submission(assignment, enrollment)
    answer = alice.get(f"/api/v1/submissions/{submission.public_id}/files/{path}")
    problem(answer, 404, "not_found")
