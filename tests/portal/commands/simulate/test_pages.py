"""What was made up can be looked at like any class."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from portal.accounts.models import User
from portal.commands.simulate.playing import simulate
from portal.submissions.models import Submission

pytestmark = pytest.mark.django_db
LATER = datetime(2023, 6, 1, tzinfo=UTC)


def browser_of(person):
    client = Client()
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_every_page_of_a_simulated_course_opens(small_course):
    course = small_course()
    played = simulate(course, students=6, seed=1, until=None, now=LATER)
    staff = browser_of(User.objects.get(email=played.instructor))
    for name in ("dashboard", "gradebook", "rules", "late-trial", "people"):
        address = reverse(f"staff:{name}", args=[course.public_id])
        assert staff.get(address, {"rule": "zero"}).status_code == 200, name
    for person in course.enrollments.filter(role="student"):
        page = staff.get(reverse("staff:grades", args=[person.public_id]))
        assert page.status_code == 200

    submission = Submission.objects.filter(assignment__slug="code").latest("number")
    address = reverse("student:submission", args=[submission.public_id])
    page = browser_of(submission.author).get(address).content.decode()
    assert "<b>Simulated.</b>" in page
    assert "Nothing isolated this grading" not in page
