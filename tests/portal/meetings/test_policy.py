import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.meetings.policy import share_of

KINDS = ("present", "late", "absent", "excused")


@pytest.mark.parametrize(
    ("kinds", "value"),
    [
        ([], None),
        (["excused"], None),
        (["present", "excused"], 1.0),
        (["present", "absent"], 0.5),
        (["late"], 0.5),
        (["present", "present", "late", "absent"], 0.625),
        (["absent", "absent"], 0.0),
    ],
)
def test_the_share_is_of_sessions_held_without_excused_ones(kinds, value):
    assert share_of(kinds).value == value


@given(st.lists(st.sampled_from(KINDS)))
def test_an_excused_session_changes_nothing_and_being_there_never_costs(kinds):
    share = share_of(kinds)
    assert share_of([*kinds, "excused"]).value == share.value
    assert share.value is None or 0 <= share.value <= 1
    more = share_of([*kinds, "present"]).value
    assert more is not None and more >= (share.value or 0)


def test_it_is_said_in_words():
    said = share_of(["present", "late", "absent", "excused"]).sentence
    assert said == (
        "At 2 of 3 sessions, 1 of them late, which counts half, 1 excused and left out."
    )
    assert share_of(["excused"]).sentence == "No session counts for this grade yet."
