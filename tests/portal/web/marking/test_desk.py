"""The desk and the list of desks: what waits, for whom, where to begin."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.assignments.selectors import current_spec
from portal.marking.models import Allotment, Plan
from portal.submissions.models import Submission
from tests.factories.grading import an_enrollment
from tests.factories.marking import PARTLY, a_graded, a_written_assignment
from tests.factories.meetings import an_attendance
from tests.factories.runners import a_runner

SLIP_DAYS = {"rule": "slip_days", "grace_minutes": 10, "options": {"days": 3}}


def text(response):
    return response.content.decode()


@pytest.fixture
def address(klass):
    return reverse("marking:desk", args=[klass.assignment.public_id])


def test_it_says_what_is_left_and_where_to_begin(klass, signed_in, address):
    klass.assess(klass.submissions[0], chosen=PARTLY)
    browser = signed_in(klass.tara)
    page = text(browser.get(address))
    assert "2 of 3 answers to grade" in page and "By submission" in page
    assert "Alice Moreno" in page and "6.0" in page
    assert "Deal papers" not in page  # for instructors
    begun = browser.get(address + "next/")
    assert begun.status_code == 302 and "/papers/" in begun["Location"]


def test_papers_can_be_narrowed(klass, signed_in, address):
    klass.assess(klass.submissions[0])
    browser = signed_in(klass.tara)
    assert "Bob Iwu" not in text(browser.get(address, {"only": "done"}))
    assert "Alice Moreno" not in text(browser.get(address, {"only": "open"}))
    assert "No paper fits" in text(browser.get(address, {"only": "flagged"}))


def test_an_instructor_deals_and_hides_names(klass, signed_in, address):
    browser = signed_in(klass.ines)
    wanted = {"grader": [str(klass.tara.public_id)], "reading": "1"}
    page = text(browser.post(address + "deal/", wanted, follow=True))
    assert "3 papers dealt." in page
    assert Allotment.objects.filter(grader=klass.tara).count() == 3
    wanted |= {"reading": "2", "percent": "50", "grader": [str(klass.ben.public_id)]}
    assert "2 papers dealt." in text(
        browser.post(address + "deal/", wanted, follow=True)
    )
    browser.post(address + "plan/", {"is_blind": "on", "regrade_days": "3"})
    plan = Plan.objects.get()
    assert (plan.is_blind, plan.regrade_days) == (True, 3)
    page = text(browser.get(address))
    assert "names hidden" in page and "Alice" not in page


@pytest.mark.parametrize(
    ("page", "sent"),
    [
        ("plan/", {"regrade_days": "366"}),
        ("plan/", {"regrade_days": "soon"}),
        ("deal/", {"grader": []}),
        ("deal/", {"grader": ["x"], "reading": "2", "percent": "0"}),
    ],
)
def test_nonsense_is_refused(klass, signed_in, address, page, sent):
    assert signed_in(klass.ines).post(address + page, sent).status_code == 400


def test_graders_do_not_deal(klass, signed_in, address):
    browser = signed_in(klass.tara)
    assert browser.post(address + "plan/", {"regrade_days": "3"}).status_code == 403
    assert browser.post(address + "deal/", {"grader": []}).status_code == 403


def test_the_list_of_a_course_has_what_waits_first(klass, signed_in):
    klass.assess(klass.submissions[0])
    address = reverse("marking:course", args=[klass.assignment.course.public_id])
    page = text(signed_in(klass.tara).get(address))
    assert "2 students wait for a person" in page and "1 of 3" in page


def test_what_nobody_hands_in_is_listed_with_its_way(klass, signed_in):
    course = klass.assignment.course
    talk = a_written_assignment(course, slug="talk", title="The talk", family="")
    an_attendance(course)
    assert not current_spec(talk).is_handed_in
    browser = signed_in(klass.tara)
    listed = text(browser.get(reverse("marking:course", args=[course.public_id])))
    desk = reverse("marking:desk", args=[talk.public_id])
    assert listed.count(f'href="{desk}">begin the papers') == 1
    assert "Attendance" not in listed.split("<table", 1)[1]
    assert "3 students have no paper yet" in text(browser.get(desk))


@pytest.mark.parametrize(("late", "more_for"), [([], 0), ([SLIP_DAYS], 4)])
def test_queries_do_not_grow_with_the_class(klass, signed_in, address, late, more_for):
    course = klass.assignment.course
    course.policy = {**course.policy, "late": late}
    course.save()
    klass.assess(klass.submissions[0])
    browser = signed_in(klass.ines)
    listed = reverse("marking:course", args=[klass.assignment.course.public_id])
    counts = {address: [], listed: []}
    for more in (0, 12):
        runner = a_runner()
        for _ in range(more):
            enrollment = an_enrollment(klass.assignment.course)
            klass.assess(a_graded(klass.assignment, enrollment, runner=runner))
        Submission.objects.update(is_late=True)
        for url, found in counts.items():
            browser.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert browser.get(url).status_code == 200
            found.append(len(asked))
    desk = 7 + more_for  # slip days are spent in the whole course
    assert counts == {address: [desk, desk], listed: [9, 9]}


def test_before_anything_is_published_it_says_so(klass, signed_in, address):
    klass.assignment.published_version = None
    klass.assignment.save()
    browser = signed_in(klass.ines)
    for url in (address, address + "next/", address + "papers/file/csv/"):
        answer = browser.get(url)
        assert answer.status_code == 409 and "Publish it first" in text(answer)


def test_to_students_it_is_not_there(klass, signed_in, address):
    browser = signed_in(klass.submissions[0].enrollment.user)
    for url in (address, address + "next/", address + "agreement/"):
        assert browser.get(url).status_code == 404
