"""What people gave is told to students with the release, in no sum before."""

import pytest

from portal.grading.visibility import Moment, shown_score, told
from tests.factories.grading import a_check
from tests.factories.marking import a_rubric_check

CHECKS = [a_check("runs", 90.0), a_rubric_check()]


def line(name, points, most, state):
    common = {"title": name, "share": points / most, "value": 1.0, "passed": True}
    return {
        "name": name,
        "points": points,
        "max_points": most,
        "state": state,
        **common,
    }


LINES = [line("runs", 90.0, 90.0, "passed"), line("note", 6.0, 10.0, "partly")]


def moment(*, is_staff=False, is_published=False):
    return Moment(is_staff=is_staff, is_past_due=True, is_published=is_published)


def test_before_the_release_it_looks_as_if_nobody_had_graded_it():
    score = shown_score(LINES, CHECKS, moment())
    assert (score.points, score.pending_points) == (90.0, 10.0)
    note = told(LINES, CHECKS, moment())[1]
    assert (note["state"], note["points"], note["value"]) == ("with_staff", 0.0, None)


@pytest.mark.parametrize("who", [{"is_staff": True}, {"is_published": True}])
def test_staff_and_after_the_release_everybody_sees_it(who):
    score = shown_score(LINES, CHECKS, moment(**who))
    assert (score.points, score.pending_points) == (96.0, 0.0)


def test_what_was_not_run_stays_so():
    lines = [LINES[0], line("note", 0.0, 10.0, "not_run")]
    assert told(lines, CHECKS, moment())[1]["state"] == "not_run"
