"""The list of stages says where a grading ended, and why."""

from types import SimpleNamespace

import pytest

from graders.protocol.codec import to_wire
from portal.web.student.recorded import BEFORE, report_steps
from tests.factories.graded import a_stage

ASKED = a_stage("public")
LEFT_OUT = a_stage("hidden", cause="skipped")
JUDGE = a_stage("judge", side="judge")


def steps(outcome, *stages, sentence="lab.ipynb is empty"):
    records = tuple(to_wire(stage) for stage in stages)
    report = SimpleNamespace(outcome=outcome, sentence=sentence, stages=records)
    return {step.title: step for step in report_steps(report)}


def test_refused_work_shows_no_tick_where_it_was_refused():
    found = steps("ungradable", ASKED, LEFT_OUT, JUDGE)
    assert (found["public"].tone, found["public"].why) == ("bad", "lab.ipynb is empty.")
    assert (found["hidden"].tone, found["hidden"].why) == ("todo", "")
    assert (found["judge"].tone, found["judge"].why) == ("quiet", "")


@pytest.mark.parametrize(
    ("stage", "tone"),
    [
        (a_stage("public", cause="timeout"), "warn"),
        (a_stage("public", cause="out_of_memory"), "warn"),
        (a_stage("public", exit_code=3), "bad"),
    ],
)
def test_the_stage_that_went_wrong_says_why(stage, tone):
    found = steps("ungradable", a_stage("before"), stage, a_stage("after"), JUDGE)
    assert (found["public"].tone, bool(found["public"].why)) == (tone, True)
    assert [title for title, step in found.items() if step.why] == ["public"]


def test_a_stage_that_we_stopped_may_be_the_one():
    found = steps("ungradable", a_stage("before"), a_stage("last", cause="killed"))
    assert (found["before"].tone, found["last"].tone) == ("ok", "bad")


def test_a_broken_lab_points_at_the_judge_and_not_at_the_work():
    found = steps("lab_broken", ASKED, JUDGE)
    assert (found["public"].tone, found["public"].why) == ("ok", "")
    assert (found["judge"].tone, bool(found["judge"].why)) == ("bad", True)


def test_one_container_for_both_sides_is_where_either_ended():
    for outcome in ("ungradable", "lab_broken"):
        found = steps(outcome, a_stage("autograder", side="shared"))
        assert (found["autograder"].tone, len(found)) == ("bad", 1)


def test_what_was_refused_before_anything_ran_says_so_first():
    found = steps("ungradable", LEFT_OUT, sentence="work.py is missing.")
    assert list(found) == [BEFORE, "hidden"]
    assert found[BEFORE].why == "work.py is missing."


def test_nothing_is_listed_where_nothing_was_recorded():
    assert steps("lab_broken") == {}


def test_who_answered_to_the_end_is_not_said_to_be_stopped():
    found = steps("graded", a_stage("public", cause="killed"), JUDGE, sentence="")
    assert {(step.tone, step.why) for step in found.values()} == {("ok", "")}
    assert "stopped" not in found["public"].says
