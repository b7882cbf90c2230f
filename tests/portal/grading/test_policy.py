"""What outcomes cost and where they lead."""

from datetime import timedelta

import pytest

from graders.protocol import Outcome
from portal.grading import policy
from portal.grading.states import FINAL, LIVE, NEXT, JobState
from tests.factories.runners import NOON


@pytest.mark.parametrize("outcome", Outcome)
@pytest.mark.parametrize("failures", [1, 2, 3])
@pytest.mark.parametrize("is_cancelling", [False, True])
def test_every_outcome_leads_somewhere_allowed(outcome, failures, is_cancelling):
    state = policy.state_after(
        outcome, infra_failures=failures, is_cancelling=is_cancelling
    )
    assert state in NEXT[JobState.LEASED]


def test_the_table_names_every_state_and_final_ones_lead_nowhere():
    assert set(NEXT) == set(JobState)
    assert all(not NEXT[state] for state in FINAL)
    assert not LIVE & FINAL
    assert all(NEXT[state] for state in set(JobState) - FINAL)


@pytest.mark.parametrize(
    ("outcome", "free_before", "is_free"),
    [
        (Outcome.GRADED, 0, False),
        (Outcome.TIMEOUT, 0, False),
        (Outcome.OUT_OF_MEMORY, 0, False),
        (Outcome.UNGRADABLE, 0, True),
        (Outcome.UNGRADABLE, 4, True),
        (Outcome.UNGRADABLE, 5, False),
        (Outcome.LAB_BROKEN, 99, True),
        (Outcome.RUNNER_FAILED, 99, True),
        (Outcome.CANCELLED, 99, True),
    ],
)
def test_what_an_outcome_costs(outcome, free_before, is_free):
    assert policy.is_free(outcome, free_before=free_before) is is_free


def test_a_runner_that_cancels_unasked_has_failed():
    outcome = policy.true_outcome(Outcome.CANCELLED, is_cancelling=False)
    assert outcome is Outcome.RUNNER_FAILED
    assert policy.state_after(outcome, infra_failures=1) == JobState.QUEUED


def test_a_share_halves_every_hour():
    weight = policy.added_weight(None, 80.0, now=NOON)
    later = NOON + timedelta(hours=3)
    assert policy.seconds_of(weight, now=later) == pytest.approx(10.0)


def test_shares_add_up_whatever_their_age():
    weight = policy.added_weight(None, 80.0, now=NOON)
    weight = policy.added_weight(weight, 30.0, now=NOON + timedelta(hours=1))
    seconds = policy.seconds_of(weight, now=NOON + timedelta(hours=1))
    assert seconds == pytest.approx(70.0)


def test_fading_keeps_the_order_of_two_people():
    heavy = policy.added_weight(None, 81.0, now=NOON)
    light = policy.added_weight(None, 80.0, now=NOON)
    assert heavy > light
    # An hour later the same use weighs twice as much as theirs.
    assert policy.added_weight(None, 41.0, now=NOON + timedelta(hours=1)) > heavy


def test_needs_have_one_spelling():
    key = policy.needs_key(["gpu", "arch:arm64", "gpu"])
    assert key == "arch:arm64,gpu"
    assert policy.needs_of(key) == ("arch:arm64", "gpu")
    assert policy.needs_of(policy.needs_key([])) == ()
