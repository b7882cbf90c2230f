"""What the tests compare with."""

import numpy as np

SOBEL = np.outer([1.0, 2.0, 1.0], [-1.0, 0.0, 1.0])


def convolve(image, kernel):
    a, b = kernel.shape[0] // 2, kernel.shape[1] // 2
    padded = np.pad(image, ((a, a), (b, b)))
    out = np.zeros(image.shape)
    for u in range(kernel.shape[0]):
        for v in range(kernel.shape[1]):
            part = padded[u : u + image.shape[0], v : v + image.shape[1]]
            out += kernel[u, v] * part
    return out


def gaussian(size, sigma):
    u = np.arange(size) - size // 2
    kernel = np.exp(-(u[:, None] ** 2 + u[None, :] ** 2) / (2 * sigma**2))
    return kernel / kernel.sum()


def sharpen(amount):
    identity = np.zeros((3, 3))
    identity[1, 1] = 1.0
    return (1 + amount) * identity - amount / 9


def edges(image):
    return np.hypot(convolve(image, SOBEL), convolve(image, SOBEL.T))
