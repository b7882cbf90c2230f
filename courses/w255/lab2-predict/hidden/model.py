"""The regressor of this lab: eight facts about a district, one house price.

Given to you, the same in the container; you neither hand it in nor change it.
"""

import hashlib
from pathlib import Path

import numpy as np

FEATURES = (
    "MedInc",
    "HouseAge",
    "AveRooms",
    "AveBedrms",
    "Population",
    "AveOccup",
    "Latitude",
    "Longitude",
)


WHOLE = "5b58ebab86a5ae3d8aad029e0730e5609564bea5b0f829d762ac2b0f46c95b72"


class Model:
    """Two hidden layers. Its weights are kept in half precision to need little memory,
    and widened in every call: a call costs something, however many rows it has."""

    def __init__(self, weights: dict) -> None:
        self._weights = weights

    @classmethod
    def load(cls, folder: str) -> "Model":
        """The model in ``folder``; making sure that it is whole takes a while."""
        data = (Path(folder) / "model.npz").read_bytes()
        if hashlib.pbkdf2_hmac("sha256", data, b"whole", 40_000).hex() != WHOLE:
            raise ValueError("model.npz is not the file that was given to you")
        with np.load(Path(folder) / "model.npz", allow_pickle=False) as file:
            return cls({name: file[name] for name in file.files})

    def predict(self, rows) -> np.ndarray:
        """n prices for ``rows``, an array of shape (n, 8) in the order of FEATURES."""
        x = np.asarray(rows, dtype=np.float64)
        if x.ndim != 2 or x.shape[1] != len(FEATURES):
            raise ValueError(f"rows of shape {x.shape}, not (n, {len(FEATURES)})")
        w = {name: array.astype(np.float32) for name, array in self._weights.items()}
        h = ((x - w["mean"]) / w["scale"]).astype(np.float32)
        h = np.maximum(h @ w["w1"] + w["b1"], 0.0)
        h = np.maximum(h @ w["w2"] + w["b2"], 0.0)
        return (h @ w["w3"] + w["b3"]).astype(np.float64)
