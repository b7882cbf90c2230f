"""Checks for the moving average; points, titles and visibility: assignment.toml."""

import numpy as np
from graders.judge import Judge, Work
from graders.judge.numeric import expect_close

judge = Judge()


def means(values, width):
    """What the assignment asks for, written as plainly as it is said."""
    return np.array([values[k : k + width].mean() for k in range(len(values) - width + 1)])


def expect_means(work: Work, values, width) -> None:
    got = work.moving_average(values, width)
    expect_close(got, means(values, width), within=1e-9, what=f"means of {width} values")


@judge.check("worked-example")
def worked_example(work: Work) -> None:
    expect_means(work, np.array([1.0, 2.0, 6.0]), 2)


@judge.check("many-values")
def many_values(work: Work) -> None:
    rng = work.rng  # drawn anew for every student, the same at every attempt
    for count, width in ((10, 3), (50, 7), (200, 20)):
        expect_means(work, rng.normal(size=count), width)


@judge.check("edges")
def edges(work: Work) -> None:
    values = work.rng.normal(size=12)
    for width in (1, 12):
        expect_means(work, values, width)
