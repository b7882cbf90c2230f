"""The board for programs: the same to see as on the page."""

import pytest

from tests.factories.boards import an_optimization, enter
from tests.factories.runners import a_runner

pytestmark = pytest.mark.django_db


@pytest.fixture
def board(course, enrollment):
    assignment = an_optimization(course, slug="hw06")
    enter(assignment, enrollment, (0.979, 158_000.0, 0.5), a_runner("cpu-01"))
    return f"/api/v1/assignments/{assignment.public_id}/board/"


def test_a_classmate_sees_a_name_drawn_by_lot(board, bob):
    answer = bob.get(board).json()
    (line,) = answer["lines"]
    assert line["rank"] == 1 and line["size"] == 158_000.0 and not line["is_mine"]
    assert line["person"] is line["submission"] is line["points"] is None
    assert answer["quality"] == "accuracy" and "Alice" not in str(answer)


def test_one_knows_ones_own(board, alice):
    assert alice.get(board).json()["lines"][0]["is_mine"] is True


def test_staff_see_who_is_who(board, tara):
    (line,) = tara.get(board).json()["lines"]
    assert line["person"] == "Alice" and line["points"] == 100.0


def test_without_a_board_there_is_nothing(assignment, alice):
    url = f"/api/v1/assignments/{assignment.public_id}/board/"
    assert alice.get(url).status_code == 404
