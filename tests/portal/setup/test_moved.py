from datetime import UTC, datetime, timedelta

import pytest

from portal.assignments.models import Assignment
from portal.courses.models import Role
from portal.courses.services import enroll
from portal.gradebook.selectors import course_table
from portal.grading.models import Score
from portal.setup.folder import Wishes, load
from tests.factories.accounts import NOON, UserFactory
from tests.factories.folders import write_course
from tests.factories.grading import hand_in

pytestmark = pytest.mark.django_db
DUE = datetime(2022, 11, 8, 2, 30, tzinfo=UTC)  # 24 h before session 2, in Los Angeles


@pytest.fixture
def folder(tmp_path):
    return write_course(tmp_path / "w251")


def move(folder, day):
    path = folder / "course.toml"
    text = path.read_text()
    path.write_text(text.replace("2022-11-08T18:30:00", f"2022-11-{day}T18:30:00"))


def load_again(folder, **more):
    return load(folder, Wishes(unproven_reason="for a test", **more), now=NOON)


@pytest.fixture
def came(folder):
    course = load_again(folder).course.course
    alice = enroll(course, UserFactory(), role=Role.STUDENT, actor=None, now=NOON)
    assignment = Assignment.objects.get()
    files = ("train.py", "predict.py")
    for at in (DUE - timedelta(hours=1), DUE + timedelta(hours=1)):
        submission = hand_in(assignment, alice, now=at, files=files)
        Score.objects.create(
            submission=submission,
            job=submission.grading_jobs.get(),
            points=10,
            max_points=100,
            computed_at=NOON,
        )
    return list(alice.submissions.order_by("number"))


def cell(submission):
    table = course_table(submission.assignment.course, now=DUE)
    return table.rows[0].cells[0]


def test_a_session_that_moves_on_frees_what_was_late(folder, came):
    assert [one.is_late for one in came] == [False, True]
    move(folder, "10")

    shown = load_again(folder, is_dry_run=True).moved
    (said,) = [one.sentence() for one in shown]

    assert said == (
        "hw05: due 7 Nov 2022 18:30 becomes 9 Nov 2022 18:30, after 2 hand-ins. What "
        "was on time stays on time; 1 that was late is on time now. Nothing is lost."
    )
    assert load_again(folder).moved == shown
    assert load_again(folder).moved == ()
    assert cell(came[0]).score == 10


def test_a_session_that_moves_back_makes_nothing_late(folder, came):
    Score.objects.filter(submission=came[1]).delete()
    move(folder, "01")
    (moved,) = load_again(folder).moved
    assert moved.freed == 0
    assert (cell(came[0]).score, cell(came[0]).is_late) == (10, False)


def test_a_move_before_anything_came_needs_no_word(folder):
    load_again(folder)
    move(folder, "10")
    assert load_again(folder).moved == ()
