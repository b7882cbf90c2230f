"""The same training in one process, in NumPy: what two ranks must come to."""

import numpy as np

CLASSES, HIDDEN = 10, 512
EPOCHS, BATCH = 5, 96
RATE, MOMENTUM = 0.05, 0.9
ORDER = 2022
NAMES = ("w1", "b1", "w2", "b2")


def start(seed, width):
    """Weights drawn from a rank's own seed."""
    rng = np.random.default_rng(seed)
    return [
        rng.normal(0, width**-0.5, (width, HIDDEN)),
        np.zeros(HIDDEN),
        rng.normal(0, HIDDEN**-0.5, (HIDDEN, CLASSES)),
        np.zeros(CLASSES),
    ]


def batches(count):
    """Which rows every step takes, all epochs; the last of an epoch is smaller."""
    for epoch in range(EPOCHS):
        order = np.random.default_rng(ORDER + epoch).permutation(count)
        for begin in range(0, count, BATCH):
            yield order[begin : begin + BATCH]


def gradients(p, x, labels):
    """Of the mean cross-entropy of a batch."""
    hidden = np.tanh(x @ p[0] + p[1])
    scores = hidden @ p[2] + p[3]
    q = np.exp(scores - scores.max(axis=1, keepdims=True))
    q /= q.sum(axis=1, keepdims=True)
    q[np.arange(len(x)), labels] -= 1
    q /= len(x)
    back = (q @ p[2].T) * (1 - hidden**2)
    return [x.T @ back, back.sum(axis=0), hidden.T @ q, q.sum(axis=0)]


def train(rows, labels, seed):
    """Return the final weights by name."""
    x = rows / 255 - 0.5
    p = start(seed, x.shape[1])
    moved = [np.zeros_like(w) for w in p]
    for batch in batches(len(x)):
        for w, m, g in zip(p, moved, gradients(p, x[batch], labels[batch])):
            m *= MOMENTUM
            m += g
            w -= RATE * m
    return dict(zip(NAMES, p))


def steps(count):
    """How many times gradients are exchanged."""
    return EPOCHS * -(-count // BATCH)
