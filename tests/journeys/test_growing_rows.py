"""Rows of a set-up form in a real browser: the next empty one is a key away."""

import pytest
from django.urls import reverse

from portal.courses.models import Role
from tests.factories.grading import a_course, an_enrollment
from tests.journeys.looking import browser, opened

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_who_writes_into_the_last_row_gets_another(
    live_server, transactional_db, browser
):
    homework = {"slug": "homework", "title": "Homework", "weight": 100}
    course = a_course(policy={"categories": [homework]})
    ines = an_enrollment(course, "Ines", Role.INSTRUCTOR).user
    address = reverse("staff:setup-part", args=[course.public_id, "letters"])
    page = opened(browser, live_server, ines, address)
    page.get_by_label("Letter Letter 1").focus()
    for n, (letter, cut) in enumerate([("A", 90), ("B", 80), ("C", 70), ("D", 60)]):
        at = page.evaluate("document.activeElement.name")
        assert at == f"letters-{n}-letter"
        for word in (letter, str(cut)):
            page.keyboard.type(word)
            page.keyboard.press("Tab")
    assert page.input_value("[name=letters-count]") == "5"
    page.get_by_role("button", name="Save").click()
    page.get_by_text("A from 90 %, B from 80 %, C from 70 %, D from 60 %").wait_for()
