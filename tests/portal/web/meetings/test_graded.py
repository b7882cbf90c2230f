"""What the page of an assignment shows where nothing is handed in."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.courses.models import Role
from portal.gradebook.models import Category
from portal.gradebook.services import enter_override, release
from portal.meetings.services import Said, take_register
from tests.factories.grading import a_course, an_enrollment
from tests.factories.meetings import (
    a_peer_rating,
    a_presentation,
    a_session,
    an_attendance,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def course():
    course = a_course()
    Category.objects.create(course=course, slug="homework", title="All", weight=100)
    return course


@pytest.fixture
def alice(course):
    return an_enrollment(course, "Alice")


@pytest.fixture
def ines(course):
    return an_enrollment(course, "Ines", Role.INSTRUCTOR).user


def page_of(assignment, client):
    address = reverse("student:assignment", args=[assignment.public_id])
    return " ".join(client.get(address).content.decode().split())


def test_a_grade_stands_there_with_its_reason_once_it_is_released(
    course, alice, ines, signed_in
):
    talk, hers = a_presentation(course), signed_in(alice.user)
    now = timezone.now()
    enter_override(
        talk, alice, points=8, reason="Clear and brief.", actor=ines, now=now
    )
    before = page_of(talk, hers)
    assert "Nothing is handed in here. Staff give it after the talk." in before
    assert "once the staff of the course release it" in before
    assert "Your submissions" not in before and "Clear and brief" not in before

    release(talk, reason="Done.", actor=ines, now=now)
    after = page_of(talk, hers)
    assert "Clear and brief." in after
    assert "<b>8" in after and "/ 10</small>" in after


def test_a_student_reads_how_often_they_were_there_and_staff_find_the_registers(
    course, alice, ines, signed_in
):
    assignment, now = an_attendance(course), timezone.now()
    session = a_session(course, 1, now - timedelta(hours=2))
    said = {alice.pk: Said("late")}
    take_register(assignment, session, said, seen=0, actor=ines, now=now)
    assert "At 1 of 1 sessions" in page_of(assignment, signed_in(alice.user))
    release(assignment, reason="Done.", actor=ines, now=now)
    second = a_session(course, 2, now - timedelta(days=1, hours=1))
    take_register(assignment, second, said, seen=0, actor=ines, now=now)
    hers = page_of(assignment, signed_in(alice.user))
    assert "At 2 of 2 sessions" in hers and "by staff: At 1 of 1" not in hers
    page = page_of(assignment, signed_in(ines))
    assert "Take registers" in page and "At 1 of 1" not in page


def test_a_student_is_led_to_rating_and_staff_to_the_ratings(
    course, alice, ines, signed_in
):
    rating = a_peer_rating(course)
    hers, page = (
        page_of(rating, signed_in(alice.user)),
        page_of(rating, signed_in(ines)),
    )
    assert reverse("meetings:rating", args=[rating.public_id]) in hers
    assert "Read the ratings" in page
