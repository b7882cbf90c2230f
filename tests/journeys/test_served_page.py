"""What came of a server, in a real browser: fits, speaks to everybody."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.grading import a_course, an_enrollment
from tests.factories.runners import a_runner
from tests.factories.serving import a_served, a_serving_lab
from tests.journeys.looking import browser, looked_at

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def served(transactional_db):
    """One that held its bounds, and one that guessed under load."""
    course = a_course("w255")
    lab, runner = a_serving_lab(course), a_runner("srv-01")
    alice = an_enrollment(course, "Alice Moreno")
    names, now = ("row-by-row", "guesses-under-load"), timezone.now()
    return [(n, a_served(lab, alice, runner, n, now=now)) for n in names], alice.user


def test_figures_and_bounds_fit(live_server, served, browser):
    submissions, alice = served
    places = [
        (alice, f"served-{name}", reverse("student:submission", args=[one.public_id]))
        for name, one in submissions
    ]
    assert looked_at(live_server, browser, places) == []
