"""Checks for the standardising notebook; points and titles: assignment.toml."""

import numpy as np
from graders.judge import Notebook, NotebookWork
from graders.judge.numeric import expect_close

judge = Notebook(call_s=5.0)


def expect_standard(work: NotebookWork, table) -> None:
    spread = table.std(axis=0)
    want = (table - table.mean(axis=0)) / np.where(spread > 0, spread, 1)
    expect_close(work.standardise(table), want, within=1e-8, what="the standardised table")


@judge.check("runs")
def runs(work: NotebookWork) -> None:
    work.expect_ran()


@judge.check("columns")
def columns(work: NotebookWork) -> None:
    rng = work.rng
    for shape in ((5, 2), (40, 7)):
        expect_standard(work, rng.normal(3, 5, size=shape))


@judge.check("constant")
def constant(work: NotebookWork) -> None:
    table = work.rng.normal(size=(6, 3))
    table[:, 1] = 4.0
    expect_standard(work, table)
