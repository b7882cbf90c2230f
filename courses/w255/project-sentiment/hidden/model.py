"""The classifier of the project: how a short text feels, and how surely.

Given to you, the same in the container. It stands for a transformer: it is made once,
which takes a while, and every text costs the same again.
"""

import zlib

import numpy as np

WIDTH, LAYERS, SEED = 768, 16, 255
LABELS = ("NEGATIVE", "POSITIVE")


class Model:
    """Many wide layers; weights come from a seed, so there is no file to read."""

    def __init__(self, layers: list, readout: np.ndarray) -> None:
        self._layers, self._readout = layers, readout

    @classmethod
    def load(cls) -> "Model":
        """Make the weights: once is enough."""
        rng = np.random.default_rng(SEED)
        scale, shape = np.float32(1 / np.sqrt(WIDTH)), (WIDTH, WIDTH)
        layers = [rng.standard_normal(shape, np.float32) * scale for _ in range(LAYERS)]
        return cls(layers, rng.standard_normal(WIDTH, np.float32))

    def predict(self, text: str) -> tuple:
        """The label of ``text`` and its score from 0.5 to 1."""
        h = np.zeros(WIDTH, np.float32)
        for at, word in enumerate(text.lower().split()):
            h[zlib.crc32(word.encode()) % WIDTH] += 1.0 + 0.1 * at
        for layer in self._layers:
            h = h + np.tanh(layer @ h)
        logit = float(np.tanh(h) @ self._readout) / 12
        positive = 1.0 / (1.0 + np.exp(-np.clip(logit, -30, 30)))
        return LABELS[int(positive >= 0.5)], float(max(positive, 1 - positive))
