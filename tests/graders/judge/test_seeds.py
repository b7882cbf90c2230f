"""What is said of every seed becomes one result."""

from pathlib import Path

import pytest

from graders.judge.errors import HIDDEN_WORDS, ExpectationFailed
from graders.judge.runs import Run
from graders.judge.seeds import Usual, over_seeds
from graders.protocol import CheckSpec
from graders.protocol.orders import Orders, TrainedRun

VISIBLE = CheckSpec("quality", "Quality", measure="accuracy")
HIDDEN = CheckSpec("quality", "Quality", is_hidden=True)


def runs(*values):
    """A run each; a rule below gives its value, or fails where it is None."""
    orders = Orders((VISIBLE,))
    made = []
    for number, value in enumerate(values, 1):
        trained = TrainedRun(number, str(number), 10.0, 12.0)
        made.append(Run(number, trained, Path("nowhere"), {}, orders))
        made[-1].keep_played(value)
    return made


def rule(run):
    if run.played is None:
        raise ExpectationFailed("nothing", expected="something", hint="try")
    return run.played


def fold(spec, made, *, how="median", enough=None):
    return over_seeds(spec, rule, made, how=how, enough=enough or len(made))


def test_values_are_aggregated_and_every_one_is_kept():
    result, measured = fold(VISIBLE, runs(0.9, 0.7, 0.95))
    assert (result.passed, result.value) == (True, 0.9)
    assert (measured.name, measured.repeats) == ("accuracy", (0.9, 0.7, 0.95))
    assert result.evidence == ()


def test_several_seeds_have_an_interval_and_one_has_none():
    _, measured = fold(VISIBLE, runs(0.9, 0.7, 0.95))
    assert (measured.low, measured.high) == (0.7, 0.95)
    _, mean = fold(VISIBLE, runs(0.2, 0.4, 0.6, 0.8, 1.0), how="mean")
    assert 0.2 < mean.low < mean.value < mean.high < 1.0
    _, single = fold(VISIBLE, runs(0.9))
    assert (single.low, single.high) == (None, None)


USUAL = Usual((0.976, 0.978, 0.977, 0.975, 0.979, 0.977), slack=0.01)


@pytest.mark.parametrize(
    ("values", "is_odd"),
    [
        ((0.995, 0.996, 0.994), True),
        ((0.984, 0.985, 0.983), False),  # better, and within the slack
        ((0.90, 0.91, 0.92), False),
        ((1.0,), False),  # one training says nothing of a spread
    ],
)
def test_trainings_far_above_the_references_own_are_for_people(values, is_odd):
    said = USUAL.suspicion(values)
    assert (said is not None) == is_odd
    if said:
        assert "0.995 over 3 trainings" in said and "0.977 over 6" in said


def test_where_less_is_better_less_is_too_good():
    usual = Usual((10.0, 10.5, 9.8), slack=4.0, lower_is_better=True)
    assert usual.suspicion([2.0, 2.1, 1.9])
    assert usual.suspicion([7.0, 7.1, 6.9]) is None
    assert usual.suspicion([20.0, 20.1, 19.9]) is None


@pytest.mark.parametrize(
    ("how", "value"), [("mean", 0.5), ("min", 0.25), ("max", 0.75), ("median", 0.5)]
)
def test_the_assignment_says_how(how, value):
    result, measured = fold(VISIBLE, runs(0.25, 0.5, 0.75), how=how)
    assert result.value == value
    assert measured.aggregate == how


def test_one_seed_that_fails_fails_all_unless_fewer_are_enough():
    result, measured = fold(VISIBLE, runs(0.9, None, 0.8))
    assert (result.passed, measured) == (False, None)
    assert result.evidence[0].got == "Training 2 of 3: nothing"

    result, measured = fold(VISIBLE, runs(0.9, None, 0.8), enough=2)
    assert (result.passed, measured.repeats) == (True, (0.9, 0.8))
    assert result.evidence[0].got == "2 of 3 trainings. Training 2: nothing"


def test_too_few_seeds_say_how_many_it_takes():
    result, _ = fold(VISIBLE, runs(None, None, 0.8), enough=2)
    assert result.evidence[0].got == (
        "1 of 3 trainings met this, 2 must. Training 1 of 3: nothing"
    )


@pytest.mark.parametrize("enough", [2, 3])
def test_a_hidden_check_says_no_more_for_having_seeds(enough):
    result, _ = fold(HIDDEN, runs(0.9, None, 0.8), enough=enough)
    texts = [evidence.got for evidence in result.evidence]
    assert texts in ([], [HIDDEN_WORDS["wrong"]])


def run_of(**more):
    trained = TrainedRun(1, "1", **{"train_seconds": 10.0, **more})
    return Run(1, trained, Path("nowhere"), {}, Orders(()))


@pytest.mark.parametrize(
    ("cpu", "predict", "charged"),
    [(4.0, 0.0, 10.0), (25.0, 0.0, 25.0), (4.0, 3.0, 13.0)],
)
def test_the_larger_of_wall_and_cpu_is_charged_and_predicting_adds(
    cpu, predict, charged
):
    run = run_of(train_cpu_seconds=cpu, predict_cpu_seconds=predict)
    assert run.charged_seconds == charged


def test_on_a_crowded_machine_only_cpu_time_is_charged():
    run = run_of(train_cpu_seconds=4.0, predict_cpu_seconds=1.0, is_crowded=True)
    assert run.charged_seconds == 5.0
    unknown = run_of(train_cpu_seconds=0.0, is_crowded=True)
    assert unknown.charged_seconds == 10.0


def test_time_counts_only_for_a_model_that_reaches_the_mark():
    run = run_of(train_cpu_seconds=1.0)
    assert run.seconds_to_reach(0.95, 0.96, "an accuracy") == 10.0
    for quality in (0.94, float("nan")):
        with pytest.raises(ExpectationFailed, match=r"after 10\.0 s"):
            run.seconds_to_reach(0.95, quality, "an accuracy")


def test_a_cut_training_is_not_finished():
    run_of(train_cpu_seconds=1.0).expect_finished()
    with pytest.raises(ExpectationFailed, match="stopped after 10 s"):
        run_of(train_cpu_seconds=1.0, is_finished=False).expect_finished()
