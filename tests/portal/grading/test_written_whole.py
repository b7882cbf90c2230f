"""A form's way from the page to points and to who wrote the same, nothing left out."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from graders.families import Job, run_job
from graders.protocol import Claim
from graders.sandbox.choose import choose_sandbox
from portal.grading import services
from portal.grading.models import Score
from portal.grading.selectors.likeness import alike_in
from portal.grading.wire import lease_message
from portal.lib import store
from tests.factories.grading import an_enrollment
from tests.factories.runners import a_runner
from tests.factories.writing import a_reading_course
from tests.graders.families.written.essay import RIGHT

ROOT = Path(__file__).resolve().parents[3]
pytestmark = pytest.mark.django_db


class Kept:
    """A feed that gives the portal what a runner's would."""

    def __init__(self, use, now):
        self._use, self._now = use, now

    def stages(self, stages):
        """Nobody watches."""

    def log(self, stage, data):
        """Nobody reads."""

    def artifact(self, name, path, is_public):
        chunks = [path.read_bytes()]
        services.keep_artifact(
            self._use, name, chunks, is_public=is_public, now=self._now
        )

    def is_cancelled(self):
        return False


@pytest.fixture(scope="module")
def sandbox():
    var = Path(os.environ.get("ASSAY_VAR", ROOT / "var"))
    made = choose_sandbox("process", runner_id="whole", boot="now", var=var)
    for image in ("documents", "judge"):
        if not made.is_present(image):
            made.build(image, print)
    return made


def hand_in(quiz, person, answers):
    browser = Client()
    browser.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    fields = {f"answer.{name}": answer for name, answer in answers.items()}
    address = reverse("student:hand-in", args=[quiz.public_id])
    assert browser.post(address, fields).status_code == 302


def grade_next(runner, sandbox, folder, now):
    """Do what a runner does with one job."""
    granted = services.claim_job(runner, Claim(), now=now)
    lease = lease_message(granted)
    places = {n: folder / n for n in ("work", "submission", "public", "judge")}
    for place in places.values():
        place.mkdir(parents=True)
    for blob in lease.blobs:
        target = places[blob.role.value] / blob.path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(store.read(blob.sha256))
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    job = Job(lease, **places)
    report = run_job(job, sandbox=sandbox, feed=Kept(granted.use, now))
    services.accept_report(granted.use, report, now=now)


def test_two_alike_forms_get_their_points_and_staff_are_told(sandbox, tmp_path):
    quiz, now = a_reading_course(tmp_path), timezone.now()
    runner = a_runner(pools=["cpu"])
    alice, bob = (an_enrollment(quiz.course, name) for name in ("Alice", "Bob"))
    hand_in(quiz, alice.user, RIGHT)
    hand_in(quiz, bob.user, {**RIGHT, "one": "a", "which": ["a"]})
    for number in range(2):
        grade_next(runner, sandbox, tmp_path / f"job{number}", now)

    points = {s.submission.enrollment_id: s.points for s in Score.objects.all()}
    assert points == {alice.pk: 10.0, bob.pk: pytest.approx(4 + 6 * 3 / 5)}
    (pair,) = alike_in(quiz)
    assert [p.name for p in pair.passages] == ["first.problem"] and pair.most == 1.0
