"""Checks for the quantised network; points, titles and visibility: assignment.toml."""

from pathlib import Path

import numpy as np
from graders.judge import expect, in_percent
from optimization.judging import Optimization, Tried

from hidden.distort import draw

HIDDEN = Path(__file__).parent / "hidden"
DIGITS = np.load(HIDDEN / "digits.npz", allow_pickle=False)
OPERATORS = (
    "Add Clip Conv DequantizeLinear Flatten Gemm Identity MatMul MaxPool QuantizeLinear "
    "Relu Reshape"
).split()

model = Optimization(classes=10)


@model.hidden_rows
def rows(count: int, seed: int):
    """Distorted digits that are in no public file, each with the same contrast."""
    images, labels = draw(DIGITS["images"], DIGITS["labels"], count, seed)
    x = images.reshape(count, -1).astype(np.float32)
    x = (x - x.mean(axis=1, keepdims=True)) / (x.std(axis=1, keepdims=True) + 1e-6)
    return x.reshape(count, 1, 12, 12), labels


@model.check("operators")
def computes_in_8_bits(tried: Tried) -> None:
    tried.expect_operators(OPERATORS)
    tried.expect_int8(weights=0.95, compute=0.75)


@model.check("quality")
def keeps_the_quality(tried: Tried) -> None:
    kept = tried.accuracy_kept()
    expect(
        kept >= 0.99, f"{in_percent(kept, 2)} of the accuracy", expected="at least 99 %"
    )


@model.check("accuracy")
def accuracy(tried: Tried) -> float:
    return tried.accuracy_kept()


@model.check("size")
def size(tried: Tried) -> float:
    return tried.size_ratio()


@model.check("latency")
def latency(tried: Tried) -> float:
    tried.peak_mib()
    return tried.latency_ratio()
