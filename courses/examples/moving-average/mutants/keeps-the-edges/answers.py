import numpy as np


def moving_average(values, width):
    return np.convolve(values, np.ones(width) / width, mode="same")
