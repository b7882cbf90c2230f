"""Checks for the two moons; points, titles and visibility: assignment.toml."""

import numpy as np
from graders.judge import Run, Training
from graders.judge.answers import expect_above_chance

from hidden.moons import draw

COUNT = 1000

training = Training()


@training.hidden_inputs
def points(seed: int) -> dict:
    return {"points": draw(COUNT, seed)[0]}


@training.hidden_truth
def labels(seed: int) -> dict:
    return {"labels": draw(COUNT, seed)[1]}


@training.check("shape")
def answers_in_the_agreed_shape(run: Run) -> None:
    run.whole_numbers("labels", count=COUNT, low=0, high=1)


@training.check("budget")
def keeps_the_budget(run: Run) -> None:
    run.expect_within_budget()
    run.expect_finite_model()


@training.check("hidden-accuracy")
def accuracy(run: Run) -> float:
    guessed = run.whole_numbers("labels", count=COUNT, low=0, high=1)
    share = float(np.mean(guessed == run.truth["labels"]))
    expect_above_chance(share, 0.5, "accuracy")
    return share
