"""Checks for layers by hand; points, titles and visibility: assignment.toml."""

import numpy as np
from graders.judge import Judge, Work
from graders.judge.numeric import (
    as_array,
    expect_close,
    expect_tuple,
    numeric_gradients,
)

from hidden import expected

VALUE = 1e-8  # relative error of values
GRADIENT = 1e-6  # relative error against numeric gradients
EPS = 1e-5

judge = Judge(call_s=5.0)


def expect_gradients(got, function, inputs, upstream, names):
    """`got` are the gradients of `function` for all its inputs, by name."""
    want = numeric_gradients(function, inputs, upstream)
    found = expect_tuple(got, len(names), f"the gradients {', '.join(names)}")
    for name, one, numeric in zip(names, found, want):
        expect_close(one, numeric, within=GRADIENT, what=name)


def affine_inputs(rng, *shape, outputs=4):
    size = int(np.prod(shape[1:]))
    return rng.normal(size=shape), rng.normal(size=(size, outputs)), rng.normal(size=outputs)


def batchnorm_inputs(rng, n=7, d=5):
    x = rng.normal(2.0, 3.0, (n, d))
    return x, rng.uniform(0.5, 2.0, d), rng.normal(size=d)


@judge.check("affine-forward")
def affine_forward(work: Work) -> None:
    x, w, b = affine_inputs(work.rng, 6, 5)
    expect_close(work.affine_forward(x, w, b), expected.affine(x, w, b), within=VALUE, what="out")


@judge.check("affine-backward")
def affine_backward(work: Work) -> None:
    rng = work.rng
    inputs = affine_inputs(rng, 6, 5)
    dy = rng.normal(size=(6, 4))
    got = work.affine_backward(dy, *inputs)
    expect_gradients(got, expected.affine, inputs, dy, ("dx", "dw", "db"))


@judge.check("relu")
def relu(work: Work) -> None:
    rng = work.rng
    x, dy = rng.normal(size=(2, 6, 5))
    expect_close(work.relu_forward(x), expected.relu(x), within=VALUE, what="out")
    expect_close(work.relu_backward(dy, x), dy * (x > 0), within=VALUE, what="dx")


@judge.check("softmax-loss")
def softmax_loss(work: Work) -> None:
    rng = work.rng
    expect_softmax(work, rng.normal(size=(6, 5)), rng.integers(0, 5, 6))


def expect_softmax(work, scores, labels):
    loss, dscores = expect_tuple(work.softmax_loss(scores, labels), 2, "softmax_loss")
    expect_close(loss, expected.softmax_loss(scores, labels), within=VALUE, what="loss")
    (want,) = numeric_gradients(lambda s: expected.softmax_loss(s, labels), [scores], 1.0)
    expect_close(dscores, want, within=GRADIENT, what="dscores")


@judge.check("batchnorm-train")
def batchnorm_train(work: Work) -> None:
    rng = work.rng
    x, gamma, beta = batchnorm_inputs(rng)
    mean, var = rng.normal(size=5), rng.uniform(0.5, 2.0, 5)
    got = work.batchnorm_train(x, gamma, beta, mean, var, 0.9, EPS)
    out, new_mean, new_var = expect_tuple(got, 3, "batchnorm_train")
    expect_close(out, expected.batchnorm(x, gamma, beta, EPS), within=VALUE, what="out")
    expect_close(new_mean, 0.9 * mean + 0.1 * x.mean(axis=0), within=VALUE, what="running_mean")
    expect_close(new_var, 0.9 * var + 0.1 * x.var(axis=0), within=VALUE, what="running_var")


@judge.check("batchnorm-eval")
def batchnorm_eval(work: Work) -> None:
    rng = work.rng
    x, gamma, beta = batchnorm_inputs(rng)
    mean, var = rng.normal(size=5), rng.uniform(0.5, 2.0, 5)
    want = expected.batchnorm_by(x, gamma, beta, mean, var, EPS)
    got = work.batchnorm_eval(x, gamma, beta, mean, var, EPS)
    expect_close(got, want, within=VALUE, what="out")


@judge.check("batchnorm-backward")
def batchnorm_backward(work: Work) -> None:
    rng = work.rng
    inputs = batchnorm_inputs(rng)
    dy = rng.normal(size=inputs[0].shape)
    got = work.batchnorm_backward(dy, *inputs, EPS)

    def forward(x, gamma, beta):
        return expected.batchnorm(x, gamma, beta, EPS)

    expect_gradients(got, forward, inputs, dy, ("dx", "dgamma", "dbeta"))


@judge.check("sgd-momentum")
def sgd_momentum(work: Work) -> None:
    rng = work.rng
    start, gradients = rng.normal(size=(3, 4)), rng.normal(size=(5, 3, 4))
    w, velocity = start, np.zeros_like(start)
    for dw in gradients:
        got = expect_tuple(work.sgd_momentum(w, dw, velocity, 0.05, 0.9), 2, "sgd_momentum")
        w, velocity = as_array(got[0], start, "w"), as_array(got[1], start, "velocity")
    expect_close(w, expected.sgd_momentum(start, gradients, 0.05, 0.9), within=VALUE, what="w")


def run_adam(work, start, gradients, rate, eps):
    """The student's weights after a step for each gradient; `t` is kept by us."""
    w, m, v = start, np.zeros_like(start), np.zeros_like(start)
    for t, dw in enumerate(gradients):
        got = expect_tuple(work.adam(w, dw, m, v, t, rate, 0.9, 0.999, eps), 4, "adam")
        w, m, v = (as_array(one, start, name) for one, name in zip(got, "wmv"))
        expect_close(got[3], t + 1.0, within=VALUE, what="t")
    return w


@judge.check("adam")
def adam(work: Work) -> None:
    rng = work.rng
    start, gradients = rng.normal(size=(3, 4)), rng.normal(size=(5, 3, 4))
    want = expected.adam(start, gradients, 0.01, 0.9, 0.999, 1e-8)
    got = run_adam(work, start, gradients, 0.01, 1e-8)
    expect_close(got - start, want - start, within=VALUE, what="change of w")


@judge.check("images-and-single-rows")
def images_and_single_rows(work: Work) -> None:
    rng = work.rng
    for shape in ((3, 2, 4, 3), (1, 7)):
        inputs = affine_inputs(rng, *shape)
        dy = rng.normal(size=(shape[0], 4))
        out = work.affine_forward(*inputs)
        expect_close(out, expected.affine(*inputs), within=VALUE, what="out")
        got = work.affine_backward(dy, *inputs)
        expect_gradients(got, expected.affine, inputs, dy, ("dx", "dw", "db"))


@judge.check("large-scores")
def large_scores(work: Work) -> None:
    rng = work.rng
    for n in (1, 4):
        scores = rng.normal(size=(n, 6)) + rng.choice([-1.0, 1.0], (n, 1)) * 2000.0
        expect_softmax(work, scores, rng.integers(0, 6, n))


@judge.check("small-variance")
def small_variance(work: Work) -> None:
    rng = work.rng
    x, gamma, beta = batchnorm_inputs(rng, n=9, d=4)
    x[:, 0] = 1.0 + 1e-4 * rng.normal(size=9)
    eps = 1e-3
    got = work.batchnorm_train(x, gamma, beta, np.zeros(4), np.ones(4), 0.9, eps)
    out, _, _ = expect_tuple(got, 3, "batchnorm_train")
    expect_close(out, expected.batchnorm(x, gamma, beta, eps), within=1e-7, what="out")


@judge.check("adam-first-step")
def adam_first_step(work: Work) -> None:
    rng = work.rng
    start, gradients = rng.normal(size=8), 1e-3 * rng.normal(size=(2, 8))
    want = expected.adam(start, gradients, 0.1, 0.9, 0.999, 1e-4)
    got = run_adam(work, start, gradients, 0.1, 1e-4)
    expect_close(got - start, want - start, within=VALUE, what="change of w")
