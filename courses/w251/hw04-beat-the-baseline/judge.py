"""Checks for beating the baseline; points, titles and visibility: assignment.toml."""

import math

import numpy as np
from graders.judge import Notebook, NotebookWork, expect
from graders.judge.numeric import expect_close, expect_tuple, numeric_gradients

from hidden import make_texts

GRADIENT = 1e-6

judge = Notebook(call_s=15.0)


def expected_loss(x, y, w1, b1, w2, b2):
    z = np.tanh(x @ w1 + b1) @ w2 + b2
    return np.mean(np.logaddexp(0, z) - y * z)


def scores_of(work, texts):
    """A finite number for every text, or the check fails."""
    got = work.predict(texts)
    got = got.tolist() if isinstance(got, np.ndarray) else got
    is_list = type(got) in (list, tuple) and len(got) == len(texts)
    expect(is_list, "predict answered something else", expected="a number for each text", kind="type")
    right = all(type(one) in (int, float) and math.isfinite(one) for one in got)
    expect(right, "not every answer is a number", expected="a number for each text", kind="type")
    return got


@judge.check("clean-run")
def clean_run(work: NotebookWork) -> None:
    work.expect_ran()


@judge.check("gradients")
def gradients(work: NotebookWork) -> None:
    rng = work.rng
    x, y = (rng.random((6, 5)) < 0.4).astype(float), rng.integers(0, 2, 6)
    ws = [rng.normal(size=(5, 3)), rng.normal(size=3), rng.normal(size=3), np.array(rng.normal())]
    sent = [*ws[:3], float(ws[3])]
    got = expect_tuple(work.loss_and_gradients(x, y, *sent), 5, "loss, dw1, db1, dw2, db2")
    expect_close(got[0], np.array(expected_loss(x, y, *ws)), within=1e-8, what="loss")
    want = numeric_gradients(lambda *w: expected_loss(x, y, *w), ws, 1.0)
    for name, one, numeric in zip(("dw1", "db1", "dw2", "db2"), got[1:], want):
        expect_close(one, numeric, within=GRADIENT, what=name)


@judge.check("same-words")
def same_words(work: NotebookWork) -> float:
    """Fresh texts in the words of starter/data, by what the notebook itself trained."""
    known = make_texts.words(np.random.default_rng(make_texts.PUBLIC_SEED))
    texts, labels = make_texts.texts(work.rng, known, 1500)
    return make_texts.auc(labels, scores_of(work, texts))


@judge.check("other-words")
def other_words(work: NotebookWork) -> float:
    """Trained again on texts in words that nobody has seen: rules by hand don't help."""
    rng = work.rng
    known = make_texts.words(rng)
    texts, labels = make_texts.texts(rng, known, 8000)
    work.fit(texts[:5000], labels[:5000], int(rng.integers(0, 2**31)))
    return make_texts.auc(labels[5000:], scores_of(work, texts[5000:]))
