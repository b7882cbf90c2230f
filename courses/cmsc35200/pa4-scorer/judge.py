"""Checks for scoring answers; points, titles and visibility: assignment.toml."""

import math

from graders.judge import Judge, Work, expect

from hidden import figures
from hidden.answers import odd, plain

COUNT = 300

judge = Judge(call_s=5.0)


def expect_close(got, want) -> None:
    is_number = type(got) in (int, float) and math.isfinite(got)
    expect(is_number, f"{got!r:.60}", expected="a finite number", kind="type")
    expect(abs(got - want) <= 1e-6, f"{got:.8f}", expected=f"{want:.8f}")


def share_right(work: Work, drawn) -> float:
    texts, wanted = zip(*drawn)
    got = work.choices(list(texts))
    is_list = (
        type(got) is list
        and len(got) == len(texts)
        and all(type(one) is str for one in got)
    )
    expect(is_list, "choices did not return a text for each answer", kind="type")
    return sum(one == other for one, other in zip(got, wanted)) / len(wanted)


@judge.check("agreement")
def agreement(work: Work) -> None:
    rng = work.rng
    expect_close(
        work.kappa(["a", "a", "b"], ["a", "b", "b"]),
        figures.kappa(["a", "a", "b"], ["a", "b", "b"]),
    )
    for _ in range(12):
        one, other = figures.two_graders(rng)
        expect_close(work.kappa(one, other), figures.kappa(one, other))
    expect_close(work.kappa(["a"] * 5, ["a"] * 5), 1.0)


@judge.check("ranks")
def ranks(work: Work) -> None:
    rng = work.rng
    for _ in range(12):
        a, b = (rng.integers(0, 12, 15).astype(float).tolist() for _ in range(2))
        expect_close(work.rank_correlation(a, b), figures.spearman(a, b))
    expect_close(work.rank_correlation([1.0, 2.0, 3.0], [5.0, 5.0, 5.0]), 0.0)


@judge.check("plain")
def stated_plainly(work: Work) -> float:
    return share_right(work, plain(work.rng, COUNT))


@judge.check("odd")
def talked_around(work: Work) -> float:
    return share_right(work, odd(work.rng, COUNT))
