"""A form in a real browser: drafts, previews, refusals, and answers read again."""

import pytest
from django.urls import reverse
from django.utils import timezone

from graders.protocol import CheckResult
from portal.assignments.selectors import current_spec
from portal.courses.models import Role
from portal.gradebook.services import release
from portal.grading.services import accept_report
from tests.factories.grading import (
    a_job,
    a_report,
    a_submission,
    an_enrollment,
    claim,
)
from tests.factories.runners import a_runner
from tests.factories.writing import a_reading_course, keep_sketch
from tests.graders.families.written.essay import TEXT
from tests.journeys.keys import Keys
from tests.journeys.looking import browser, looked_at, opened

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def quiz(transactional_db, tmp_path):
    return a_reading_course(tmp_path)


@pytest.fixture
def alice(quiz):
    return an_enrollment(quiz.course, "Alice Moreno").user


def fill(page):
    page.get_by_label("Which problem is solved").fill(f"{TEXT} **Truly.**")
    page.get_by_label("How many?").fill("61")
    page.get_by_label("one", exact=True).check()
    page.get_by_label("that", exact=True).check()


def test_a_draft_survives_until_it_is_handed_in(live_server, quiz, alice, browser):
    address = reverse("student:assignment", args=[quiz.public_id])
    page = opened(browser, live_server, alice, address)
    fill(page)
    page.get_by_role("button", name="Preview").click()
    page.locator("[data-shown] strong", has_text="Truly.").wait_for()
    assert "words" in page.locator("[data-count]").inner_text()
    page.get_by_text("Draft kept in this browser.").wait_for()
    page.reload()
    page.get_by_text("This is your draft of").wait_for()
    assert page.get_by_label("How many?").input_value() == "61"
    assert page.get_by_label("that", exact=True).is_checked()

    page.context.set_offline(True)
    page.get_by_role("button", name="Hand in").click()
    page.get_by_text("the line was cut").wait_for()
    page.context.set_offline(False)
    page.get_by_role("button", name="Hand in").click()
    page.get_by_text("Handed in: submission 1").wait_for()

    page.goto(live_server.url + address)
    page.get_by_text("handed in last").wait_for()
    assert not page.get_by_text("This is your draft of").is_visible()


def is_graded_and_released(quiz):
    """A runner and staff do their parts."""
    now = timezone.now()
    tara = an_enrollment(quiz.course, "Tara Lindqvist", Role.INSTRUCTOR).user
    granted = claim(a_runner(), now=now)
    found = (CheckResult("full", value=1.0), CheckResult("quiz", value=0.5))
    accept_report(granted.use, a_report(granted, checks=found), now=now)
    release(quiz, reason="Read by everybody.", actor=tara, now=now)


def test_work_is_handed_in_read_and_asked_about_by_keyboard(
    live_server, quiz, alice, browser
):
    keys = Keys(opened(browser, live_server, alice, reverse("student:home")))
    keys.press("Skip to content", "link")
    keys.press(quiz.course.title, "link")
    keys.press(current_spec(quiz).title, "link", exact=True)
    for label, text in (("Which problem is solved", TEXT), ("How many?", "61")):
        keys.reach(keys.page.get_by_label(label))
        keys.page.keyboard.type(text)
    for label in ("one", "this"):
        keys.reach(keys.page.get_by_label(label, exact=True))
        keys.page.keyboard.press("Space")
    keys.press("Hand in")
    keys.says("Handed in: submission 1")
    is_graded_and_released(quiz)
    keys.page.locator(".score-n").wait_for()  # the page has loaded itself again
    keys.press("Grades", "link")
    keys.unfold(current_spec(quiz).title)
    keys.says("Submission 1 counts.")
    keys.press("submission 1", "link")
    keys.unfold("Ask for a regrade")
    keys.fill(text="The answer to the second question is right.")
    keys.press("Request a regrade")
    keys.says("The answer to the second question is right.")
    assert keys.faults == []


def test_a_form_works_without_javascript(live_server, quiz, alice, browser):
    address = reverse("student:assignment", args=[quiz.public_id])
    page = opened(browser, live_server, alice, address, java_script_enabled=False)
    fill(page)
    page.get_by_role("button", name="Hand in").click()
    assert "Handed in: submission 1" in page.content()


def test_its_pages_are_accessible_and_fit(live_server, quiz, alice, browser):
    tara = an_enrollment(quiz.course, "Tara Lindqvist", Role.GRADER).user
    talk = quiz.course.assignments.get(slug="talk")
    sketch = b'{"texts": {"first.problem": [1, 2, 3]}}'
    mine = a_submission(quiz, quiz.course.enrollments.get(user=alice))
    other = a_submission(quiz, an_enrollment(quiz.course, "Bob Li"))
    for submission in (mine, other):
        keep_sketch(a_job(submission), sketch, now=timezone.now())
    places = [
        (alice, "form", reverse("student:assignment", args=[quiz.public_id])),
        (alice, "talk", reverse("student:assignment", args=[talk.public_id])),
        (alice, "answers", reverse("student:answers", args=[mine.public_id])),
        (tara, "alike", reverse("staff:likeness", args=[quiz.public_id])),
    ]
    assert looked_at(live_server, browser, places) == []
