"""Predict a gene from the others; this says the same for every tumour."""

import numpy as np


def predict(others, gene, new):
    return np.full(len(new), gene.mean())
