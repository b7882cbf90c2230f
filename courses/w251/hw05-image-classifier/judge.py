"""Checks for the image classifier; points, titles and visibility: assignment.toml."""

from pathlib import Path

import numpy as np
from graders.judge import Run, Training
from graders.judge.answers import expect_above_chance

from hidden.distort import draw

HIDDEN = Path(__file__).parent / "hidden"
COUNT = 2000
# What the reference reached in nine trainings, and what another draw may add.
USUAL = (0.979, 0.9785, 0.9775, 0.9775, 0.976, 0.977, 0.973, 0.981, 0.976)
SLACK = 0.015

training = Training()
training.usual("hidden-accuracy", USUAL, slack=SLACK)


def drawn(seed: int):
    """The hidden images and what they show: the same for the same seed."""
    digits = np.load(HIDDEN / "digits.npz", allow_pickle=False)
    return draw(digits["images"], digits["labels"], COUNT, seed)


@training.hidden_inputs
def images(seed: int) -> dict:
    return {"images": drawn(seed)[0]}


@training.hidden_truth
def labels(seed: int) -> dict:
    return {"labels": drawn(seed)[1]}


@training.check("shape")
def answers_in_the_agreed_shape(run: Run) -> None:
    run.whole_numbers("labels", count=COUNT, low=0, high=9)


@training.check("budget")
def keeps_the_budget(run: Run) -> None:
    run.expect_within_budget()
    run.expect_finite_model()


@training.check("hidden-accuracy")
def accuracy(run: Run) -> float:
    guessed = run.whole_numbers("labels", count=COUNT, low=0, high=9)
    share = float(np.mean(guessed == run.truth["labels"]))
    expect_above_chance(share, 0.1, "accuracy")
    return share


@training.check("training-time")
def seconds_to_train(run: Run) -> float:
    return run.charged_seconds
