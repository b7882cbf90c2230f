"""What an existing autograder hides stays hidden, whichever way it is asked for."""

import io
import zipfile

import pytest

from graders.protocol.statement import VISIBILITIES
from tests.factories import grading, stated

pytestmark = pytest.mark.django_db
UNTIL_RELEASE = ("after_published", "hidden")
WAYS = ("", "report/", "report/gradescope/", "bundle/", "log/")


@pytest.fixture
def submission():
    lab = stated.an_archive_lab()
    tests = (
        stated.a_test(v, visibility=v, output=f"SAID-{v}", extra_data={"k": "SAID-x"})
        for v in VISIBILITIES
    )
    statement = stated.a_statement(
        *tests, stdout="SAID-stdout", extra_data={"k": "SAID-x"}
    )
    made = grading.a_submission(lab, grading.an_enrollment(lab.course, "Alice"))
    stated.state(made, stated.a_runner(), statement)
    return made


def everything(response):
    """The answer's text; of a zip, that of all its files."""
    body = b"".join(response) if response.streaming else response.content
    if not body.startswith(b"PK"):
        return body.decode()
    with zipfile.ZipFile(io.BytesIO(body)) as bundle:
        files = [bundle.read(name) for name in bundle.namelist()]
    return b"".join(files).decode("utf-8", "replace")


@pytest.mark.parametrize("way", WAYS)
def test_a_student_is_told_nothing_early(submission, program, way):
    alice = program(submission.enrollment.user)
    said = everything(alice.get(f"/api/v1/submissions/{submission.public_id}/{way}"))
    for word in (*UNTIL_RELEASE, "x", "stdout"):
        assert f"SAID-{word}" not in said


def test_as_gradescope_has_it_a_student_reads_what_is_shown(submission, program):
    address = f"/api/v1/submissions/{submission.public_id}/report/gradescope/"
    assert "SAID-visible" in everything(
        program(submission.enrollment.user).get(address)
    )
    tara = grading.an_enrollment(submission.assignment.course, "Tara", role="grader")
    said = everything(program(tara.user).get(address))
    assert all(f"SAID-{word}" in said for word in VISIBILITIES)
