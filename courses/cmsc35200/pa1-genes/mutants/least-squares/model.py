"""Least squares as in the book: fits the noise, too."""

import numpy as np


def predict(others, gene, new):
    x = np.c_[others, np.ones(len(others))].astype(float)
    weights = np.linalg.lstsq(x, gene.astype(float), rcond=None)[0]
    return np.c_[new, np.ones(len(new))] @ weights
