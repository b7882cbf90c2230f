"""Checks for attention from scratch; points, titles and visibility: assignment.toml."""

import numpy as np
from graders.judge import Notebook, NotebookWork, expect
from graders.judge.numeric import as_array, expect_close, expect_tuple, numeric_gradients

from hidden import expected

VALUE = 1e-8
GRADIENT = 1e-6

judge = Notebook(call_s=5.0)


def matrices(rng, d):
    return list(rng.normal(size=(4, d, d)) / np.sqrt(d))


@judge.check("softmax")
def softmax(work: NotebookWork) -> None:
    for shape in ((5,), (3, 7), (2, 3, 4)):
        scores = work.rng.normal(size=shape) * 3
        expect_close(work.softmax(scores), expected.softmax(scores), within=VALUE, what="weights")


@judge.check("attention")
def attention(work: NotebookWork) -> None:
    rng = work.rng
    q, k, v = rng.normal(size=(5, 6)), rng.normal(size=(7, 6)), rng.normal(size=(7, 6))
    expect_close(work.attention(q, k, v), expected.attention(q, k, v), within=VALUE, what="out")


@judge.check("mask")
def mask(work: NotebookWork) -> None:
    rng = work.rng
    n = int(rng.integers(3, 8))
    got = work.causal_mask(n)
    is_mask = isinstance(got, np.ndarray) and got.shape == (n, n)
    expect(is_mask, "causal_mask gave no array of that shape", kind="type")
    right = bool((got.astype(bool) == np.tril(np.ones((n, n), bool))).all())
    expect(right, "causal_mask lets a position look where it may not")
    q, k, v = rng.normal(size=(3, 6, 4))
    may = rng.random((6, 6)) < 0.5
    may[2] = False
    may[3] = True
    want = expected.attention(q, k, v, may)
    expect_close(work.attention(q, k, v, may), want, within=VALUE, what="out")


@judge.check("multi-head")
def multi_head(work: NotebookWork) -> None:
    rng = work.rng
    for heads in (1, 2, 4):
        x, ws = rng.normal(size=(6, 8)), matrices(rng, 8)
        want = expected.multi_head(x, *ws, heads)
        expect_close(work.multi_head(x, *ws, heads), want, within=VALUE, what="out")
    may = np.tril(np.ones((6, 6), bool))
    want = expected.multi_head(x, *ws, 2, may)
    expect_close(work.multi_head(x, *ws, 2, may), want, within=VALUE, what="out, causal")


@judge.check("positions")
def positions(work: NotebookWork) -> None:
    n, d = int(work.rng.integers(20, 60)), 2 * int(work.rng.integers(3, 9))
    expect_close(work.positions(n, d), expected.positions(n, d), within=1e-7, what="positions")


@judge.check("cached")
def cached(work: NotebookWork) -> None:
    """The cache travels by way of the judge, so that nothing else can be kept."""
    rng = work.rng
    x, ws, d = rng.normal(size=(6, 8)), matrices(rng, 8), 8
    want = expected.multi_head(x, *ws, 2, np.tril(np.ones((6, 6), bool)))
    cache = (np.zeros((0, d)), np.zeros((0, d)))
    for t, row in enumerate(x):
        out, kept = expect_tuple(work.step(row, cache, *ws, 2), 2, "step")
        keys, values = expect_tuple(kept, 2, "the cache")
        expect_close(out, want[t], within=GRADIENT, what=f"row {t}")
        expect_close(keys, x[: t + 1] @ ws[1], within=GRADIENT, what="the keys kept")
        expect_close(values, x[: t + 1] @ ws[2], within=GRADIENT, what="the values kept")
        cache = (as_array(keys, x[: t + 1], "keys"), as_array(values, x[: t + 1], "values"))


@judge.check("backward")
def backward(work: NotebookWork) -> None:
    rng = work.rng
    inputs = [rng.normal(size=(4, 5)), rng.normal(size=(6, 5)), rng.normal(size=(6, 3))]
    dy = rng.normal(size=(4, 3))
    got = expect_tuple(work.attention_backward(dy, *inputs), 3, "the gradients dq, dk, dv")
    want = numeric_gradients(expected.attention, inputs, dy)
    for name, one, numeric in zip(("dq", "dk", "dv"), got, want):
        expect_close(one, numeric, within=GRADIENT, what=name)


@judge.check("large-scores")
def large_scores(work: NotebookWork) -> None:
    rng = work.rng
    scores = rng.normal(size=(3, 5)) + rng.choice([-2000.0, 2000.0], (3, 1))
    expect_close(work.softmax(scores), expected.softmax(scores), within=VALUE, what="weights")
    q, k, v = rng.normal(size=(3, 4, 6))
    want = expected.attention(300 * q, 300 * k, v)
    expect_close(work.attention(300 * q, 300 * k, v), want, within=VALUE, what="out")


@judge.check("odd-shapes")
def odd_shapes(work: NotebookWork) -> None:
    rng = work.rng
    for n, m, d, e in ((1, 1, 1, 1), (1, 9, 3, 5), (6, 2, 7, 1)):
        q, k, v = rng.normal(size=(n, d)), rng.normal(size=(m, d)), rng.normal(size=(m, e))
        want = expected.attention(q, k, v)
        expect_close(work.attention(q, k, v), want, within=VALUE, what="out")
