"""The board in a real browser: fits, speaks to everybody, and breaks no rule."""

import pytest
from django.urls import reverse

from tests.factories.boards import a_class, an_optimization
from tests.factories.grading import a_course, an_enrollment
from tests.journeys.looking import browser, looked_at

__all__ = ["browser"]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(transactional_db):
    """A student with a model, one without, and staff; two boards."""
    course = a_course("w251", policy={"boards": ["hw06", "hw10"]})
    alice, bob = (an_enrollment(course, name) for name in ("Alice Moreno", "Bob Li"))
    tara = an_enrollment(course, "Tara Lindqvist", role="grader")
    full = an_optimization(course, slug="hw06", title="Homework 6")
    empty = an_optimization(course, slug="hw10", title="Homework 10")
    a_class(full, alice)
    board, index = reverse("student:board", args=[full.public_id]), "student:boards"
    return [
        (alice.user, "board", board),
        (bob.user, "board-without-me", board),
        (tara.user, "board-staff", board),
        (alice.user, "board-empty", reverse("student:board", args=[empty.public_id])),
        (alice.user, "boards", reverse(index, args=[course.public_id])),
        (
            alice.user,
            "assignment-with-board",
            reverse("student:assignment", args=[full.public_id]),
        ),
    ]


def test_the_board_is_accessible_and_fits(live_server, people, browser):
    assert looked_at(live_server, browser, people) == []
