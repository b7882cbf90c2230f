"""Pages from which staff run a course, in a real browser: set up, compare, release."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.courses.models import Role
from tests.factories.alike import a_pair
from tests.factories.grading import an_enrollment
from tests.factories.term import a_term
from tests.journeys.looking import browser, faults_in_every_view, looked_at, opened

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROSTER = "email;name;role\nnobody;No Address;student\nx@example.edu;;professor\n"
GRADES = "email;{slug}\n{email};twelve\nstranger@example.edu;1\n"


@pytest.fixture
def term(transactional_db):
    return a_term(timezone.now())


@pytest.fixture
def ines(term):
    return an_enrollment(term.course, "Ines Ortega", Role.INSTRUCTOR).user


def pages(term, ines):
    """Return (who, name, address) of what no other journey looks at."""
    course, item = [term.course.public_id], [term.homework.public_id]
    names = "Ursula Kamp", "Viktor Sand"
    people = [an_enrollment(term.course, name) for name in names]
    pair = a_pair(term.layers, *people)
    made = pair.comparison.public_id
    named = {
        "dashboard": reverse("staff:dashboard", args=course),
        "analysis": reverse("staff:analysis", args=item),
        "setup": reverse("staff:setup", args=course),
        "setup-part": reverse("staff:setup-part", args=[*course, "late"]),
        "setup-text": reverse("staff:setup-text", args=course),
        "release-all": reverse("staff:release-all", args=course),
        "runs": reverse("similarity:runs", args=[term.layers.public_id]),
        "comparison": reverse("similarity:comparison", args=[made]),
        "pair": reverse("similarity:pair", args=[pair.public_id]),
    }
    return [(ines, f"course-{name}", address) for name, address in named.items()]


def after_wrong_files(live_server, term, ines, browser, folder):
    """Return what is wrong with the pages that answer files with wrong lines."""
    grades = GRADES.format(slug=term.homework.slug, email=term.alice.email)
    faults = []
    for place, button, text in (
        ("roster", "Show what it would change", ROSTER),
        ("exports", "Show what would change", grades),
    ):
        file = folder / f"{place}.csv"
        file.write_text(text)
        address = reverse(f"staff:{place}", args=[term.course.public_id])
        page = opened(browser, live_server, ines, address)
        page.set_input_files("input[type=file]", file)
        page.get_by_role("button", name=button).click()
        page.wait_for_selector("text=What is wrong")
        faults += faults_in_every_view(page, f"wrong-{place}")
    return faults


def test_every_page_of_running_a_course_is_accessible_and_fits(
    live_server, term, ines, browser, tmp_path
):
    faults = looked_at(live_server, browser, pages(term, ines), is_unfolded=True)
    faults += after_wrong_files(live_server, term, ines, browser, tmp_path)
    assert faults == []
