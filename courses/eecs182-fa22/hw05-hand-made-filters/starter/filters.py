"""Filters by hand; README.md says what each function returns."""

import numpy as np


def convolve(image: np.ndarray, kernel: np.ndarray) -> np.ndarray:
    raise NotImplementedError


def box(size: int) -> np.ndarray:
    raise NotImplementedError


def gaussian(size: int, sigma: float) -> np.ndarray:
    raise NotImplementedError


def sharpen(amount: float) -> np.ndarray:
    raise NotImplementedError


def edges(image: np.ndarray) -> np.ndarray:
    raise NotImplementedError


def separate(kernel: np.ndarray) -> tuple[np.ndarray, np.ndarray] | None:
    raise NotImplementedError
