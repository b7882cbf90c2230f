"""Checks for the image classifier; points, titles and visibility: assignment.toml."""

from pathlib import Path

import numpy as np
from graders.judge import Run, Training
from graders.judge.answers import expect_above_chance

from hidden.distort import draw

HIDDEN = Path(__file__).parent / "hidden"
COUNT = 2000
MARK = 0.95
# What the reference reached in nine trainings, and what another draw may add.
USUAL = (0.9865, 0.99, 0.9905, 0.9895, 0.989, 0.9875, 0.984, 0.99, 0.989)
SLACK = 0.008

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


def share_of_right(run: Run) -> float:
    guessed = run.whole_numbers("labels", count=COUNT, low=0, high=9)
    return float(np.mean(guessed == run.truth["labels"]))


@training.check("hidden-accuracy")
def accuracy(run: Run) -> float:
    share = share_of_right(run)
    expect_above_chance(share, 0.1, "accuracy")
    return share


@training.check("time-to-quality")
def seconds_to_quality(run: Run) -> float:
    return run.seconds_to_reach(MARK, share_of_right(run), "an accuracy")
