import numpy as np


def moving_average(values, width):
    return np.array([values[k : k + width].mean() for k in range(len(values) - width)])
