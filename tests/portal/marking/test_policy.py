"""Dealing, pace, agreement and windows: values in, values out."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from graders.scoring import rubric_score
from portal.marking.policy import (
    agreement_of,
    dealt,
    is_far_apart,
    pace_s,
    window_ends,
)
from tests.factories.grading import NOON
from tests.factories.marking import PARTLY, RUBRIC, WHOLE

PEOPLE = st.lists(st.integers(1, 500), unique=True, max_size=60)
GRADERS = st.lists(st.integers(1000, 1010), unique=True, min_size=1, max_size=6)


@given(PEOPLE, GRADERS)
def test_everybody_gets_one_grader_and_loads_differ_by_one(people, graders):
    found = dealt(people, graders)
    loads = [list(found.values()).count(grader) for grader in graders]
    assert set(found) == set(people)
    assert max(loads) - min(loads) <= 1


def test_who_has_more_already_gets_less():
    assert set(dealt([1, 2, 3], [8, 9], has={8: 5}).values()) == {9}


def test_nobody_gets_what_they_must_not():
    assert dealt([1, 2], [8, 9], never={1: 8, 2: 9}) == {1: 9, 2: 8}
    assert dealt([1], [8], never={1: 8}) == {}


def test_a_pace_leaves_breaks_out():
    at = [0, 30, 70, 100, 4000, 4040]  # seconds; one break of an hour
    instants = [NOON + timedelta(seconds=s) for s in at]
    assert pace_s(instants) == 35
    assert pace_s(instants[:3]) is None  # two gaps say too little


def test_readers_who_agree_and_readers_who_do_not():
    one, other = rubric_score(RUBRIC, WHOLE), rubric_score(RUBRIC, PARTLY)
    found = agreement_of([(one, one), (one, other)])
    assert found is not None and found.pairs == 2
    assert found.same == 3 / 6
    # 4 + 4 + 0 of WHOLE against 2 + 3 + 1 of PARTLY
    assert (found.mean_difference, found.mean_distance) == (1.0, 1.0)
    assert agreement_of([]) is None
    assert is_far_apart(one, other) and not is_far_apart(one, one)


def test_a_window_begins_with_the_release():
    assert window_ends(None, 7) is None
    assert window_ends(NOON, 7) == NOON + timedelta(days=7)
