"""What an existing autograder said, in a real browser: fits, speaks to everybody."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import grading, stated
from tests.journeys.looking import browser, faults_in_every_view, opened

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "\x1b[31mTraceback\x1b[0m (most recent call last):\n" + "a_very_long_name " * 20
MARKDOWN = (
    "## What came\n\n`convolve` is off by **0.3**.\n\n| a | b |\n|---|--:|\n| 1 | 2 |"
)
TESTS = (
    ("convolve, a 3 × 3 kernel", 8.0, "text", ""),
    ("gaussian", 0.0, "md", MARKDOWN),
    ("edges", 0.0, "ansi", LONG),
    (
        "separate",
        2.0,
        "html",
        "<p>Nearly: <em>another sign</em>.</p><script>x</script>",
    ),
    ("box", 0.0, "simple_format", "One line\nanother\n\na paragraph"),
)


@pytest.fixture
def graded(transactional_db):
    """One with tests in every format, standings and output."""
    lab = stated.an_archive_lab()
    alice = grading.an_enrollment(lab.course, "Alice Moreno")
    now = timezone.now()
    submission = grading.a_submission(lab, alice, now=now)
    tests = [
        stated.a_test(
            name,
            number=str(number),
            score=points,
            max_score=8.0,
            status="passed" if points == 8 else "failed",
            output=output,
            output_format=written_as,
            tags=("filters",),
        )
        for number, (name, points, written_as, output) in enumerate(TESTS, 1)
    ]
    statement = stated.a_statement(
        *tests,
        output="Your `filters.py` was called.",
        output_format="md",
        execution_time=1.25,
        stdout="what it printed\n" + "x" * 300,
        stdout_visibility="visible",
        leaderboard=(stated.a_standing("Ten convolutions, s", 0.42),),
    )
    stated.state(submission, stated.a_runner(), statement, now=now)
    return lab, submission, alice.user


def test_what_it_said_fits_and_is_read(live_server, graded, browser):
    lab, submission, alice = graded
    faults = []
    places = (("submission", submission), ("assignment", lab), ("leaders", lab))
    for name, thing in places:
        address = reverse(f"student:{name}", args=[thing.public_id])
        page = opened(browser, live_server, alice, address)
        assert page.locator("text=Shared trust.").count() == 1
        faults += faults_in_every_view(page, f"stated-{name}")
        page.context.close()
    assert faults == []
