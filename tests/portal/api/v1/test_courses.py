"""Courses and assignments as a program reads them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from graders.protocol import CheckResult
from portal.courses.models import Enrollment
from portal.grading import services
from tests.factories.grading import (
    NOON,
    a_check,
    a_course,
    a_report,
    an_assignment,
    claim,
)
from tests.factories.runners import a_runner
from tests.portal.api.v1.conftest import problem

pytestmark = pytest.mark.django_db


def test_one_sees_the_courses_one_is_in(alice, course, enrollment):
    a_course()
    body = alice.get("/api/v1/courses/").json()
    (line,) = body["results"]
    assert (line["slug"], line["term"], line["is_staff"]) == (
        "w251",
        "2026 Fall",
        False,
    )
    assert alice.get(line["urls"]["assignments"]).json()["results"] == []


def test_staff_know_that_they_are(tara):
    assert tara.get("/api/v1/courses/").json()["results"][0]["is_staff"] is True


def test_an_assignment_of_a_list_leads_to_its_page(alice, course, assignment):
    url = f"/api/v1/courses/{course.public_id}/assignments/"
    (line,) = alice.get(url).json()["results"]
    assert (line["slug"], line["title"], line["points"]) == ("hw05", "Homework 5", 10.0)
    body = alice.get(line["urls"]["self"]).json()
    assert body["submit"]["files"] == ["train.py"]
    assert body["grading"]["limits"]["memory_mib"] == 512
    assert [check["name"] for check in body["checks"]] == ["shape", "accuracy"]
    assert body["quota"] == {"left": 20, "per_day": 20, "next_at": None}
    assert body["dates"]["due"].endswith("Z")


def test_quota_counts_what_was_handed_in(alice, assignment, hand_in):
    hand_in(alice)
    body = alice.get(f"/api/v1/assignments/{assignment.public_id}/").json()
    assert body["quota"]["left"] == 19
    assert body["quota"]["next_at"] is not None


def test_staff_have_no_quota(tara, assignment):
    body = tara.get(f"/api/v1/assignments/{assignment.public_id}/").json()
    assert body["quota"] is None


def test_what_is_not_released_is_not_there(alice, tara, course, hand_in):
    later = (timezone.now() + timedelta(days=1)).isoformat()
    when = {"at": later, "session": None, "offset": 0.0, "days": 0}
    hidden = an_assignment(course, slug="later", release=when)
    url = f"/api/v1/assignments/{hidden.public_id}/"
    problem(alice.get(url), 404, "not_found")
    problem(hand_in(alice, to=f"{url}submissions/"), 404, "not_found")
    assert tara.get(url).status_code == 200


def test_what_is_closed_says_so(alice, course, hand_in):
    before = (timezone.now() - timedelta(days=1)).isoformat()
    when = {"at": before, "session": None, "offset": 0.0, "days": 0}
    closed = an_assignment(course, slug="closed", lock=when)
    url = f"/api/v1/assignments/{closed.public_id}/submissions/"
    problem(hand_in(alice, to=url), 403, "closed")


def queries(program, address) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert program.get(address).status_code == 200
    return len(captured)


def test_lists_cost_the_same_at_any_length(alice, course, assignment, hand_in, url):
    of_course = f"/api/v1/courses/{course.public_id}/assignments/"
    addresses = ["/api/v1/courses/", of_course, url]
    hand_in(alice)
    before = [queries(alice, address) for address in addresses]
    for number in range(4):
        hand_in(alice)
        an_assignment(course, slug=f"more{number}")
        Enrollment.objects.create(
            course=a_course(), user=alice.person, role="student", enrolled_at=NOON
        )
    assert [queries(alice, address) for address in addresses] == before
    assert before == [3, 5, 12]


def test_one_submission_costs_the_same_with_many_files_and_checks(
    alice, hand_in, course, enrollment
):
    def cost(slug, count):
        checks = [a_check(f"c{n}", 10 / count) for n in range(count)]
        assignment = an_assignment(course, checks, slug=slug, optional=["*.py"])
        files = {f"m{n}.py": b"x" for n in range(count)}
        to = f"/api/v1/assignments/{assignment.public_id}/submissions/"
        body = hand_in(alice, {"train.py": b"x", **files}, to=to).json()
        granted = claim(a_runner())
        found = tuple(CheckResult(check["name"], True) for check in checks)
        report = a_report(granted, checks=found)
        services.accept_report(granted.use, report, now=NOON)
        return queries(alice, body["urls"]["self"])

    assert cost("few", 2) == cost("many", 20) <= 22
