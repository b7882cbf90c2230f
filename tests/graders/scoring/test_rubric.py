"""From chosen items to points: five kinds of criteria, one adjustment, two ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.scoring import rubric_score


def criterion(kind, points, **items):
    listed = [{"name": n, "title": n, "points": p} for n, p in items.items()]
    return {
        "name": kind,
        "title": kind,
        "points": points,
        "kind": kind,
        "items": listed,
    }


ADD = criterion("add", 4.0, a=2.0, b=2.0, c=1.0)
SUBTRACT = criterion("subtract", 4.0, x=1.0, y=3.5)
LEVELS = criterion("levels", 6.0, best=6.0, some=2.5, none=0.0)
BANDS = criterion("bands", 10.0, perfect=10.0, good=9.0, attempt=5.0, little=0.0)
TYPED = criterion("points", 8.0)
ALL = {"criteria": [ADD, SUBTRACT, LEVELS, BANDS, TYPED]}


@pytest.mark.parametrize(
    ("one", "chosen", "points"),
    [
        (ADD, [], 0.0),
        (ADD, ["a", "c"], 3.0),
        (ADD, ["a", "b", "c"], 4.0),  # never more than the criterion
        (SUBTRACT, [], 4.0),
        (SUBTRACT, ["x"], 3.0),
        (SUBTRACT, ["x", "y"], 0.0),  # never less than nothing
        (LEVELS, ["some"], 2.5),
        (LEVELS, ["best", "none"], 6.0),  # one counts, the first listed
        (BANDS, ["good"], 9.0),
        (ADD, ["nobody-knows"], 0.0),
        (TYPED, ["6.25"], 6.25),
        (TYPED, ["0"], 0.0),
        (TYPED, ["9"], 8.0),  # the criterion was made smaller since
        (TYPED, ["-3"], 0.0),
    ],
)
def test_each_kind_has_its_sum(one, chosen, points):
    found = rubric_score({"criteria": [one]}, {one["name"]: chosen})
    assert found.points == points
    assert found.share == points / one["points"]


def test_a_level_that_is_yet_to_be_said_leaves_it_open():
    assert not rubric_score({"criteria": [LEVELS]}, {}).is_complete
    assert not rubric_score({"criteria": [LEVELS]}, {"levels": ["gone"]}).is_complete
    assert rubric_score({"criteria": [ADD, SUBTRACT]}, {}).is_complete


@pytest.mark.parametrize("said", [[], ["nan"], ["inf"], ["six"], [""], ["1e999"]])
def test_points_that_are_yet_to_be_typed_leave_it_open(said):
    found = rubric_score({"criteria": [TYPED]}, {"points": said})
    assert (found.points, found.is_complete) == (0.0, False)
    assert rubric_score({"criteria": [TYPED]}, {"points": ["0"]}).is_complete


def test_an_adjustment_moves_the_sum_within_its_ends():
    chosen = {"levels": ["some"]}
    rubric = {"criteria": [LEVELS]}
    assert rubric_score(rubric, chosen, 1.25).points == 3.75
    assert rubric_score(rubric, chosen, -9).points == 0.0
    assert rubric_score(rubric, chosen, 99).share == 1.0


NAMES = st.sampled_from(
    [
        *"abcxy",
        "best",
        "some",
        "none",
        "good",
        "perfect",
        "stranger",
        "7.5",
        "-1",
        "nan",
    ]
)
CHOSEN = st.dictionaries(
    st.sampled_from(["add", "subtract", "levels", "bands", "points", "other"]),
    st.lists(NAMES, max_size=4),
)


@given(CHOSEN, st.floats(-50, 50))
def test_points_never_leave_their_bounds_and_always_come_out_the_same(chosen, more):
    found = rubric_score(ALL, chosen, more)
    assert 0 <= found.points <= found.max_points == 32
    assert 0 <= found.share <= 1
    assert found == rubric_score(ALL, chosen, more)
    assert all(0 <= line.points <= line.max_points for line in found.lines)
