"""Checks for the smaller network; points, titles and visibility: assignment.toml."""

import math

from graders.judge import expect, in_percent
from optimization.judging import Optimization, Plan, Tried

from hidden.clouds import CLASSES, draw

OPERATORS = ["Add", "Gemm", "MatMul", "Relu"]

# Latency is shown on the board and not graded: no drift voids a run for it.
model = Optimization(classes=CLASSES, plan=Plan(rounds=5, drift=math.inf))


@model.hidden_rows
def rows(count: int, seed: int):
    """Points that are in no public file, and the cloud of each."""
    return draw(count, seed)


@model.check("operators")
def uses_agreed_operators(tried: Tried) -> None:
    tried.expect_operators(OPERATORS)


@model.check("quality")
def keeps_the_quality(tried: Tried) -> None:
    kept = tried.accuracy_kept()
    expect(
        kept >= 0.97, f"{in_percent(kept, 2)} of the accuracy", expected="at least 97 %"
    )


@model.check("accuracy")
def accuracy(tried: Tried) -> float:
    return tried.accuracy_kept()


@model.check("size")
def size(tried: Tried) -> float:
    return tried.size_ratio()
