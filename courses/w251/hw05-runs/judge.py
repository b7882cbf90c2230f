"""Checks for parameterised runs; points, titles and visibility: assignment.toml.

What a run says of itself, its losses, is compared with what its network answers.
"""

import math

import numpy as np
from graders.judge import Notebook, NotebookWork, expect

from hidden import make_glyphs

FALLS = 0.7  # of the first epoch's loss, at most, in the last
FRESH = 0.85  # the same for pictures that were drawn just now
INPUTS, CLASSES = make_glyphs.SIDE**2, make_glyphs.CLASSES

judge = Notebook(call_s=10.0)
public = make_glyphs.public()


def losses_of(work, epochs):
    """One finite number an epoch, or the check fails."""
    got = work.variable("losses")
    got = got.tolist() if isinstance(got, np.ndarray) and got.ndim == 1 else got
    said = f"losses has {len(got)}" if type(got) in (list, tuple) else "losses is no list"
    wanted = f"{epochs} numbers, one an epoch"
    is_list = type(got) in (list, tuple) and len(got) == epochs
    expect(is_list, said, expected=wanted, kind="type", hint="Do they hang on `epochs`?")
    right = all(type(one) in (int, float) and math.isfinite(one) for one in got)
    expect(right, "losses holds something else", expected=wanted, kind="type")
    return [float(one) for one in got]


def probabilities(work, images):
    """(n, 10) that sum to one, or the check fails."""
    got = work.predict(images)
    shape = (len(images), CLASSES)
    is_array = isinstance(got, np.ndarray) and got.shape == shape and got.dtype.kind == "f"
    expect(is_array, "predict answered something else", expected=f"numbers of shape {shape}", kind="type")
    sums = bool((np.abs(got.sum(axis=1) - 1) <= 1e-6).all() and (got >= 0).all())
    expect(sums, "predict's rows are no probabilities", expected="each row sums to 1")
    return got


def validation(work):
    """The loss on the validation rows that the network really has."""
    return loss_on(work, public["valid_images"].astype(float), public["valid_labels"])


def loss_on(work, images, labels):
    got = probabilities(work, images)
    return float(-np.mean(np.log(got[np.arange(len(labels)), labels] + 1e-12)))


def expect_honest_fall(work, epochs):
    losses = losses_of(work, epochs)
    expect(
        losses[-1] <= FALLS * losses[0],
        f"the validation loss went from {losses[0]:.3f} to {losses[-1]:.3f}",
        expected="it falls by a third",
    )
    real = validation(work)
    expect(
        abs(real - losses[-1]) <= 1e-5,
        f"the last loss is said to be {losses[-1]:.4f}, and predict's is {real:.4f}",
        expected="the same",
        hint="Compute it after the last step, by the weights that predict uses.",
    )
    fresh = loss_on(work, *make_glyphs.draw(work.rng, 300))
    expect(
        fresh <= FRESH * losses[0],
        f"on pictures nobody has seen the loss is {fresh:.3f}",
        expected="about that of the validation rows",
        hint="Has it learned, or only kept rows?",
    )


def drawn(rng):
    return {
        "rate": round(float(rng.uniform(0.05, 0.1)), 3),
        "hidden": int(rng.integers(24, 65)),
        "epochs": int(rng.integers(7, 11)),
        "seed": int(rng.integers(1, 10_000)),
    }


@judge.check("clean-run")
def clean_run(work: NotebookWork) -> None:
    work.expect_ran()


@judge.check("as-it-is")
def as_it_is(work: NotebookWork) -> None:
    expect_honest_fall(work, 8)


@judge.check("three-runs")
def three_runs(work: NotebookWork) -> None:
    rng = work.rng
    for _ in range(3):
        run = drawn(rng)
        work.rerun(**run)
        expect_honest_fall(work, run["epochs"])
        wanted = (INPUTS + 1) * run["hidden"] + (run["hidden"] + 1) * CLASSES
        got = work.parameters()
        expect(got == wanted, f"parameters() says {got!r}", expected=f"{wanted} for {run['hidden']} units")


@judge.check("no-rate-no-change")
def no_rate_no_change(work: NotebookWork) -> None:
    work.rerun(rate=0.0, epochs=3, seed=11)
    losses = losses_of(work, 3)
    expect(max(losses) - min(losses) <= 1e-9, "with rate 0 the loss changes", expected="it stays as it was")


@judge.check("same-seed")
def same_seed(work: NotebookWork) -> None:
    images = make_glyphs.draw(work.rng, 50)[0]
    run = {**drawn(work.rng), "epochs": 3}
    found = []
    for seed in (run["seed"], run["seed"], run["seed"] + 1):
        work.rerun(**{**run, "seed": seed})
        found.append((losses_of(work, 3), probabilities(work, images)))
    (first, p), (again, q), (other, r) = found
    expect(first == again and bool((p == q).all()), "two runs with one seed differ", expected="the same")
    expect(first != other and bool((p != r).any()), "another seed changes nothing", expected="another run")


@judge.check("unseen")
def unseen(work: NotebookWork) -> float:
    images, labels = make_glyphs.draw(work.rng, 1000)
    work.rerun(rate=0.06, hidden=64, epochs=12, seed=int(work.rng.integers(1, 10_000)))
    got = probabilities(work, images.astype(np.float32))
    return float((got.argmax(axis=1) == labels).mean())
