from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.courses.models import Role
from portal.gradebook.models import LedgerEntry
from portal.gradebook.services import release
from portal.meetings.models import Rating
from tests.factories.grading import a_course, an_enrollment
from tests.factories.meetings import a_peer_rating
from tests.factories.teams import a_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    return a_course()


@pytest.fixture
def cast(course):
    return [an_enrollment(course, name) for name in ("Alice", "Bob", "Cem")]


@pytest.fixture
def staff(course):
    return an_enrollment(course, "Tara", Role.INSTRUCTOR).user


def a_due(days):
    at = timezone.now() + timedelta(days=days)
    return {"at": at.isoformat(), "session": None, "offset": 0.0, "days": 0}


def at(rating, name):
    return reverse(f"meetings:{name}", args=[rating.public_id])


def send(client, rating, *others, points="4"):
    sent = {}
    for one in others:
        sent[f"points-{one.public_id}"] = points
        sent[f"sentence-{one.public_id}"] = "Did the plots."
    return client.post(at(rating, "rating"), sent, follow=True)


def test_a_student_rates_and_only_staff_read_it(course, cast, staff, signed_in):
    alice, bob, cem = cast
    rating = a_peer_rating(course, due=a_due(1))
    a_team(rating, *cast)
    hers = signed_in(alice.user)
    page = hers.get(at(rating, "rating")).content.decode()
    assert "carried the team" in page and "Bob" in page
    assert send(hers, rating, bob, cem, points="x").status_code == 400
    page = send(hers, rating, bob, cem).content.decode()
    assert "You have rated everybody in Blue." in page
    tara = signed_in(staff)
    page = tara.get(at(rating, "ratings")).content.decode()
    assert page.count("Did the plots.") == 2 and "Students may still rate" in page
    his = signed_in(bob.user).get(at(rating, "rating")).content.decode()
    assert "Did the plots." not in his and "on average" not in his
    assert tara.post(at(rating, "ratings-enter")).status_code == 409
    address = reverse("student:assignment", args=[rating.public_id])
    assert "Rate your team" in hers.get(address).content.decode()


def test_grades_are_entered_and_the_mean_shown_once_released(
    course, cast, staff, signed_in
):
    alice, bob, _ = cast
    rating = a_peer_rating(course, due=a_due(-1))
    team = a_team(rating, *cast)
    now = timezone.now()
    Rating.objects.create(
        assignment=rating,
        team=team,
        rater=alice,
        rated=bob,
        points=4,
        sentence="Did the plots.",
        at=now,
    )
    tara, his = signed_in(staff), signed_in(bob.user)
    page = tara.post(at(rating, "ratings-enter"), follow=True).content.decode()
    assert "The grades are entered" in page
    assert LedgerEntry.objects.get(enrollment=bob).points == 8.0
    assert "on average" not in his.get(at(rating, "rating")).content.decode()
    release(rating, reason="All in.", actor=staff, now=now)
    assert (
        "<b>4.00</b> of 5 on average" in his.get(at(rating, "rating")).content.decode()
    )
    alone = signed_in(an_enrollment(course, "Dora").user)
    assert "You are in no team" in alone.get(at(rating, "rating")).content.decode()


def test_the_pages_cost_the_same_however_many_teams(
    course, cast, staff, signed_in, django_assert_num_queries
):
    rating = a_peer_rating(course)
    a_team(rating, *cast)
    tara, his = signed_in(staff), signed_in(cast[1].user)
    pages = [(tara, at(rating, "ratings"), 7), (his, at(rating, "rating"), 8)]
    for browser, page, _ in pages:
        browser.get(page)
    for more in (0, 4):
        for number in range(more):
            pair = [an_enrollment(course) for _ in range(2)]
            a_team(rating, *pair, name=f"Team {number}")
        for browser, page, cost in pages:
            with django_assert_num_queries(cost):
                browser.get(page)
