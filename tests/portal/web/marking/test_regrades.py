"""A version is tried from the page, its differences read, then published."""

from copy import deepcopy

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from graders.protocol import CheckResult
from portal.grading.models import Regrade, Score
from portal.grading.services.report import accept_report
from tests.factories.grading import NOON, a_report, a_version, an_enrollment, claim
from tests.factories.marking import PARTLY, a_graded
from tests.factories.runners import a_runner


def text(response):
    return response.content.decode()


@pytest.fixture
def version(klass):
    """Another judge, and only 80 of 100 points for passing it."""
    spec = deepcopy(klass.assignment.published_version.spec)
    spec["grade"]["seeds"] = 9
    spec["checks"][0]["points"] = 80.0
    spec["points"] = 90.0
    return a_version(klass.assignment, spec)


@pytest.fixture
def address(klass):
    return reverse("marking:regrades", args=[klass.assignment.public_id])


def begin(browser, address, wanted, **more):
    sent = {"version": wanted.digest, "reason": "Fairer.", **more}
    return browser.post(address, sent, follow=True)


def finish():
    runner = a_runner()
    for _ in range(Regrade.objects.get(state="running").jobs.count()):
        granted = claim(runner)
        found = (CheckResult("runs", True),)
        accept_report(granted.use, a_report(granted, checks=found), now=NOON)


def test_it_goes_from_the_form_to_the_class(klass, signed_in, address, version):
    klass.assess(klass.submissions[0], chosen=PARTLY)
    ines = signed_in(klass.ines)
    assert "3 of 3 gradings to go" in text(begin(ines, address, version))
    finish()
    one = reverse("marking:regrade", args=[Regrade.objects.get().public_id])
    answer = ines.get(one)
    page, bins = text(answer), answer.context["bins"]
    assert [(b.label, b.before, b.after) for b in bins if b.before or b.after] == [
        ("72–81", 0, 2),
        ("81–90", 3, 1),
    ]
    assert "3 of 3 scores would change" in page and "0 up, 3 down" in page
    assert "Alice Moreno" in page and "Runs 90.0 → 80.0" in page and "−10.0" in page
    assert "Publish" not in text(signed_in(klass.tara).get(one))
    page = text(ines.post(one, {"do": "publish"}, follow=True))
    assert "3 scores changed" in page and "What changed" in page
    assert "Alice Moreno, submission 1" in page and "86.0" in page
    scores = Score.objects.order_by("submission").values_list("points", flat=True)
    assert list(scores) == [86.0, 80.0, 80.0]
    assert "published" in text(ines.get(address))


def test_a_trial_can_be_dropped(klass, signed_in, address, version):
    tara = signed_in(klass.tara)
    begin(tara, address, version, sample="2")
    assert Regrade.objects.get().jobs.count() == 2
    one = reverse("marking:regrade", args=[Regrade.objects.get().public_id])
    assert "nothing has changed" in text(tara.post(one, {"do": "drop"}, follow=True))
    assert tara.post(one, {"do": "drop"}).status_code == 409
    assert tara.post(one, {"do": "dance"}).status_code == 400


@pytest.mark.parametrize(
    "wrong", [{"version": "x"}, {"reason": ""}, {"sample": "some"}]
)
def test_nonsense_is_refused(klass, signed_in, address, version, wrong):
    browser = signed_in(klass.ines)
    assert begin(browser, address, version, **wrong).status_code == 400
    assert not Regrade.objects.exists()


def test_queries_do_not_grow_with_the_class(klass, signed_in, address, version):
    browser, counts = signed_in(klass.ines), []
    for more in (0, 12):
        runner = a_runner()
        for _ in range(more):
            who = an_enrollment(klass.assignment.course)
            klass.assess(a_graded(klass.assignment, who, runner=runner))
        begin(browser, address, version)
        finish()
        one = Regrade.objects.get(state="running")
        page = reverse("marking:regrade", args=[one.public_id])
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(page).status_code == 200
        counts.append(len(asked))
        browser.post(page, {"do": "drop"})
    assert counts == [8, 8]


def test_to_students_it_is_not_there(klass, signed_in, address, version):
    begin(signed_in(klass.tara), address, version)
    one = reverse("marking:regrade", args=[Regrade.objects.get().public_id])
    student = signed_in(klass.submissions[0].enrollment.user)
    assert student.get(address).status_code == student.get(one).status_code == 404
