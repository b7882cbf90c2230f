"""Checks for predicting genes; points, titles and visibility: assignment.toml."""

import numpy as np
from graders.judge import Judge, Work, expect

from hidden.expression import GENES, draw, r_squared

judge = Judge(call_s=8.0)


def predicted(work: Work, others, gene, new):
    """The student's numbers for one gene, or the check fails."""
    got = work.predict(others, gene, new)
    if type(got) is list and all(type(one) in (int, float) for one in got):
        got = np.array(got, float)
    is_row = (
        isinstance(got, np.ndarray)
        and got.dtype.kind in "fiu"
        and got.shape == (len(new),)
    )
    expect(
        is_row,
        "predict returned something else",
        expected=f"{len(new)} numbers",
        kind="type",
    )
    expect(np.isfinite(got).all(), "not all of them are finite", kind="not_finite")
    return got.astype(float)


def scores(work: Work):
    """R squared for each of five genes."""
    seen, fresh, wanted = draw(work.rng)
    others = np.setdiff1d(np.arange(GENES), wanted)
    found = []
    for gene in wanted:
        got = predicted(work, seen[:, others], seen[:, gene], fresh[:, others])
        found.append(r_squared(fresh[:, gene], got))
    return found


@judge.check("shape")
def shape(work: Work) -> None:
    seen, fresh, wanted = draw(work.rng)
    predicted(work, seen[:, :-1], seen[:, -1], fresh[:, :-1])


@judge.check("fit")
def fit(work: Work) -> float:
    return float(np.mean(scores(work)))


@judge.check("worst")
def worst(work: Work) -> float:
    return float(min(scores(work)))
