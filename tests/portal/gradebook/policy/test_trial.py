"""What a tried rule changes is counted from totals alone."""

from hypothesis import given
from hypothesis import strategies as st

from portal.gradebook.policy.trial import Move, outcome_of

totals = st.none() | st.floats(0, 110)


def test_a_class_is_counted_by_what_everybody_would_see():
    found = outcome_of(
        [
            Move(80, 85, "B", "B"),
            Move(
                89.999, 90.001, "B", "A"
            ),  # less than anybody sees, but for the letter
            Move(70, 60, "C", "D"),
            Move(50, 50.001, "F", "F"),
            Move(None, None),
            Move(None, 40, "", "F"),
        ]
    )
    assert (found.students, found.up, found.down, found.same) == (6, 3, 1, 2)
    assert found.letters == 3
    assert found.mean_before == (80 + 89.999 + 70 + 50) / 4
    assert found.mean_after == (85 + 90.001 + 60 + 50.001 + 40) / 5


def test_nobody_has_no_mean():
    found = outcome_of([])
    assert (found.students, found.same, found.mean_before) == (0, 0, None)


@given(st.lists(st.tuples(totals, totals)))
def test_everybody_goes_up_down_or_stays(pairs):
    found = outcome_of(Move(before, after) for before, after in pairs)
    assert found.up + found.down + found.same == len(pairs)
    assert min(found.up, found.down, found.same) >= 0


@given(st.lists(totals))
def test_the_same_totals_change_nothing(values):
    found = outcome_of(Move(value, value) for value in values)
    assert (found.up, found.down, found.mean_before) == (0, 0, found.mean_after)
