"""Checks for data-parallel training; points, titles and visibility: assignment.toml.

Bytes are read from the loopback interface by the machine, outside the container. What
this cannot see is who computed what: ranks that both do the whole batch, and send each
other what they both know, pass. Read the source of a score that matters.
"""

from functools import lru_cache
from pathlib import Path

import numpy as np
from graders.judge import ExpectationFailed, Run, Training, expect

from hidden import twin

DATA = Path(__file__).parent / "hidden" / "train.npz"
EQUAL, NEAR = 1e-6, 0.02
OVERHEAD_BYTES = 256 * 1024  # finding each other, headers, acknowledgements
LEAST = 0.9

training = Training()


@lru_cache(maxsize=None)
def twin_of(seed: int) -> dict:
    data = np.load(DATA, allow_pickle=False)
    return twin.train(data["rows"], data["labels"], seed)


def distance(run: Run) -> float:
    """The largest difference of a weight to the twin's."""
    want, got = twin_of(run.seed), run.model
    for name in twin.NAMES:
        if name not in got or got[name].shape != want[name].shape:
            shape = got[name].shape if name in got else "missing"
            raise ExpectationFailed(
                f"{name}: {shape}", expected=f"{name}: {want[name].shape}", kind="type"
            )
    return max(float(np.abs(got[name] - want[name]).max()) for name in twin.NAMES)


def share_of_optimum(run: Run) -> float:
    """Bytes sent, as a multiple of what a ring all-reduce and one broadcast need."""
    weights = twin_of(run.seed).values()
    size = 8 * sum(w.size for w in weights)
    count = len(np.load(DATA, allow_pickle=False)["rows"])
    optimum = (2 * twin.steps(count) + 1) * size
    return max(0.0, run.network_bytes - OVERHEAD_BYTES) / optimum


@training.check("budget")
def keeps_the_budget(run: Run) -> None:
    run.expect_within_budget()
    run.expect_finite_model()


@training.check("together")
def ranks_exchange_gradients(run: Run) -> None:
    share = share_of_optimum(run)
    got = f"{run.network_bytes / 2**20:.1f} MiB over loopback, {share:.2f} of the ring's"
    expect(share >= LEAST, got, expected=f"at least {LEAST} of what a ring sends")


@training.check("near")
def weights_are_near_the_twins(run: Run) -> None:
    expect_distance(run, NEAR)


@training.check("equal")
def weights_equal_the_twins(run: Run) -> None:
    expect_distance(run, EQUAL)


def expect_distance(run: Run, most: float) -> None:
    far = distance(run)
    got = f"largest difference to the single process: {far:.1e}"
    expect(far <= most, got, expected=f"at most {most:.0e}")


@training.check("bytes")
def sends_no_more_than_needed(run: Run) -> float:
    return share_of_optimum(run)
