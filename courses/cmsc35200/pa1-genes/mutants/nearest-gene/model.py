"""A line through the single most correlated gene."""

import numpy as np


def predict(others, gene, new):
    near = np.nan_to_num(
        [abs(np.corrcoef(column, gene)[0, 1]) for column in others.T]
    ).argmax()
    line = np.polyfit(others[:, near], gene, 1)
    return np.polyval(line, new[:, near])
