"""Every page of grading asks at most twelve queries, at any size of the class."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.gradebook.services import release
from portal.grading.services import begin_regrade, drop_regrade
from portal.marking.services import open_request, reply, want_second
from portal.submissions.models import Submission
from tests.factories.grading import NOON, an_enrollment
from tests.factories.marking import a_graded
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db
MOST = 12
COSTS = {  # names hidden, work late, answers read twice
    "course": 9,
    "desk": 7,
    "next": 6,
    "paper": 9,
    "question": 9,
    "second": 9,
    "agreement": 6,
    "rubric": 3,
    "regrades": 5,
    "regrade": 7,
    "requests": 6,
    "request": 6,
    "request-of": 5,
}


def grow(klass, more):
    """Have more students hand in, late; half of them are graded, and one asks again."""
    runner = a_runner()
    for number in range(more):
        enrollment = an_enrollment(klass.assignment.course)
        submission = a_graded(klass.assignment, enrollment, runner=runner)
        if number % 2:
            klass.assess(submission)
            paper = klass.paper(submission)
            want_second(klass.assignment, paper, actor=klass.tara, now=NOON)
            klass.assess(submission, klass.ben, reading=2)
    Submission.objects.update(is_late=True)


def addresses(klass, asked, regrade):
    key, course = klass.assignment.public_id, klass.assignment.course.public_id
    papers = [paper for paper in klass.desk.papers if not paper.is_done]
    paper = reverse("marking:paper", args=[key, papers[0].id])
    return {
        "course": reverse("marking:course", args=[course]),
        "desk": reverse("marking:desk", args=[key]),
        "next": reverse("marking:next", args=[key]),
        "paper": paper,
        "question": paper + "?check=note",
        "second": paper + "?reading=2",
        "agreement": reverse("marking:agreement", args=[key]),
        "rubric": reverse("marking:rubric", args=[key, "note"]),
        "regrades": reverse("marking:regrades", args=[key]),
        "regrade": reverse("marking:regrade", args=[regrade.public_id]),
        "requests": reverse("marking:requests", args=[course]),
        "request": reverse("marking:request", args=[asked.public_id]),
    }


def counted(browser, places):
    found = {}
    for name, address in places.items():
        browser.get(address)  # what was handed in is asked for once
        with CaptureQueriesContext(connection) as asked:
            assert browser.get(address).status_code in (200, 302)
        found[name] = len(asked)
    return found


def test_they_are_the_same_for_few_and_for_many(blind, signed_in):
    klass, counts = blind, []
    alice = klass.submissions[0]
    klass.assess(alice)
    want_second(klass.assignment, klass.paper(alice), actor=klass.tara, now=NOON)
    klass.assess(alice, klass.ben, reading=2)
    now = timezone.now()
    release(klass.assignment, reason="Done.", actor=klass.ines, now=now)
    her = alice.enrollment.user
    asked = open_request(alice, text="Why?", actor=her, now=now)
    browser, hers = signed_in(klass.ines), signed_in(her)
    own = {"request-of": reverse("marking:request", args=[asked.public_id])}
    for more in (0, 8):
        grow(klass, more)
        version = klass.assignment.published_version
        regrade = begin_regrade(
            klass.assignment, version, reason="To see.", actor=klass.ines, now=now
        )
        for author in (klass.tara, klass.ben, her)[: 1 + more]:
            reply(asked, "Look at line 3.", actor=author, now=now)
        found = counted(browser, addresses(klass, asked, regrade))
        counts.append({**found, **counted(hers, own)})
        drop_regrade(regrade, actor=klass.ines, now=now)
    assert counts[0] == counts[1] == COSTS
    assert max(COSTS.values()) <= MOST
