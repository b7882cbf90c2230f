"""The page of notices: what is new, what it leads to, and what a stranger gets."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.notifications.models import Notice, Preference
from tests.factories.grading import (
    a_course,
    a_person,
    a_submission,
    an_assignment,
    an_enrollment,
)

LIST = reverse("notices:list")


@pytest.fixture
def alice(db):
    return an_enrollment(a_course("w251"), "Alice")


def a_notice(enrollment, number=1, **more):
    assignment = enrollment.course.assignments.first() or an_assignment(
        enrollment.course
    )
    now = timezone.now()
    fields = {
        "kind": "graded",
        "course": enrollment.course,
        "assignment": assignment,
        "submission": a_submission(assignment, enrollment, now=now),
        **more,
    }
    return Notice.objects.create(
        person=enrollment.user,
        key=f"test:{number}",
        at=now,
        told_at=now,
        channel="portal",
        **fields,
    )


def test_a_notice_leads_to_its_thing_and_is_read_then(alice, signed_in):
    notice = a_notice(alice)
    client = signed_in(alice.user)
    page = client.get(LIST).content.decode()
    assert "Submission 1 of “Homework 5” has been graded." in page
    assert bell(page) == "1"
    answer = client.get(reverse("notices:open", args=[notice.public_id]))
    submission = reverse("student:submission", args=[notice.submission.public_id])
    assert answer["Location"] == submission
    page = client.get(LIST).content.decode()
    assert bell(page) == ""
    assert "Mark as read" not in page and "has been graded" in page


def bell(page):
    found = re.search(r'class="count">(\d+)', page)
    return found[1] if found else ""


def test_one_or_all_are_marked_as_read_but_not_what_came_since(alice, signed_in):
    one, _, _ = (a_notice(alice, number) for number in range(3))
    client = signed_in(alice.user)
    client.post(reverse("notices:read", args=[one.public_id]))
    assert bell(client.get(LIST).content.decode()) == "2"
    seen = timezone.now().isoformat()
    a_notice(alice, 9)
    client.post(reverse("notices:read-all"), {"up_to": seen})
    assert bell(client.get(LIST).content.decode()) == "1"
    client.post(reverse("notices:read-all"), {"up_to": "nonsense"})
    assert bell(client.get(LIST).content.decode()) == ""


def test_anothers_notice_is_as_good_as_none(alice, signed_in):
    notice = a_notice(alice)
    client = signed_in(a_person("Oscar"))
    answer = client.get(reverse("notices:open", args=[notice.public_id]), follow=True)
    assert "it was not for you, or it holds no more" in answer.content.decode()
    assert (
        client.post(reverse("notices:read", args=[notice.public_id])).status_code == 404
    )
    notice.refresh_from_db()
    assert notice.read_at is None


def test_news_of_staff_are_not_read_by_whoever_is_staff_no_more(alice, signed_in):
    a_notice(alice, kind="lab_broken")
    assert "judge" not in signed_in(alice.user).get(LIST).content.decode()
    alice.role = "grader"
    alice.save()
    assert "The judge of" in signed_in(alice.user).get(LIST).content.decode()


def test_the_list_costs_the_same_at_any_length(
    alice, signed_in, django_assert_max_num_queries
):
    a_notice(alice, 0)
    client = signed_in(alice.user)
    with django_assert_max_num_queries(12) as asked:
        client.get(LIST)
    first = len(asked)
    for number in range(1, 20):
        a_notice(alice, number)
    with django_assert_max_num_queries(first):
        client.get(LIST)


def test_the_bell_costs_a_page_one_query_and_only_where_any_wait(
    alice, signed_in, django_assert_num_queries
):
    client = signed_in(alice.user)
    client.get(reverse("account:profile"))
    with django_assert_num_queries(2):  # the session, the person
        client.get(reverse("account:profile"))
    for many in (range(1), range(1, 6)):
        for number in many:
            a_notice(alice, number)
        with django_assert_num_queries(3):  # which of them still hold
            client.get(reverse("account:profile"))


def test_everybody_chooses_among_what_can_reach_them(alice, signed_in):
    client = signed_in(alice.user)
    address = reverse("account:notices")
    page = client.get(address).content.decode()
    assert "A grade is out" in page and "A runner is lost" not in page
    fields = dict.fromkeys(re.findall(r'<select name="(\w+)"', page), "portal")
    client.post(address, {**fields, "released": "daily"})
    said = dict(Preference.objects.values_list("kind", "channel"))
    assert said["released"] == "daily" and said["graded"] == "portal"
    assert "machines" not in said
    answer = client.post(address, {**fields, "released": "pigeon"})
    assert "not one of the available choices" in answer.content.decode()
