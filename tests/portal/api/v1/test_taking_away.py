"""Reports as Gradescope has them and bundles, for programs."""

import io
import zipfile
from datetime import timedelta

import pytest

from graders.protocol import CheckResult
from portal.api.v1.shapes.gradescope import GradescopeShape
from portal.grading import services
from tests.factories.grading import NOON, a_job, a_report, a_submission, claim
from tests.factories.runners import a_runner
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db


@pytest.fixture
def graded(enrollment, assignment):
    """The address of a submission with a report."""
    submission = a_submission(assignment, enrollment)
    a_job(submission)
    granted = claim(a_runner())
    checks = (CheckResult("shape", True), CheckResult("accuracy", False))
    report = a_report(granted, checks=checks)
    services.accept_report(granted.use, report, now=NOON + timedelta(seconds=9))
    return f"/api/v1/submissions/{submission.public_id}/"


def test_the_report_reads_as_results_json(alice, graded):
    found = alice.get(f"{graded}report/gradescope/").json()
    assert set(found) == set(GradescopeShape().fields)
    shape = GradescopeShape(data=found)
    assert shape.is_valid(), shape.errors
    by_check = {one["extra_data"]["check"]: one for one in found["tests"]}
    assert by_check["accuracy"]["status"] == "failed"
    assert by_check["accuracy"]["score"] == 0.0


def test_a_submission_names_where_they_are(alice, graded):
    urls = alice.get(graded).json()["urls"]
    assert urls["gradescope"] == f"{graded}report/gradescope/"
    assert urls["bundle"] == f"{graded}bundle/"


def test_the_bundle_is_a_zip_that_no_browser_opens(alice, graded):
    answer = alice.get(f"{graded}bundle/")
    content = b"".join(answer.streaming_content)
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert any(name.endswith("/submission/train.py") for name in names)
    assert answer["Content-Type"] == "application/zip"
    assert "attachment" in answer["Content-Disposition"]
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.mark.parametrize("what", ["report/gradescope/", "bundle/"])
def test_only_its_author_and_staff_with_the_scope_get_them(
    alice, bob, stranger, tara, program, graded, what
):
    assert alice.get(graded + what).status_code == 200
    assert tara.get(graded + what).status_code == 200
    for visitor in (bob, stranger):
        problem(visitor.get(graded + what), 404, "not_found")
    narrow = program(tara.person, ("read",))
    problem(narrow.get(graded + what), 403, "scope_missing")
