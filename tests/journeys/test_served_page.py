"""What came of a server, in a real browser: fits, speaks to everybody."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.grading import a_course, an_enrollment
from tests.factories.runners import a_runner
from tests.factories.serving import a_served, a_serving_lab
from tests.journeys.test_every_page import (
    THEMES,
    WIDTHS,
    browser,
    faults_of,
    opened,
    photograph,
)

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


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_figures_and_bounds_fit(live_server, served, browser, theme, width):
    submissions, alice = served
    faults = []
    for name, submission in submissions:
        address = reverse("student:submission", args=[submission.public_id])
        look = {"viewport": {"width": width, "height": 900}, "color_scheme": theme}
        page = opened(browser, live_server, alice, address, **look)
        faults += [f"{name}: {fault}" for fault in faults_of(page, [])]
        photograph(page, f"served-{name}-{width}-{theme}")
        page.context.close()
    assert faults == []
