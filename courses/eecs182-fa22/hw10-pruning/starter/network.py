"""A small convolutional network in NumPy: what it computes, and its gradients."""

import numpy as np

SIDE = 12
FILTERS = (16, 32)
HIDDEN = 128


def features(images):
    """Every image with the same brightness and contrast."""
    x = images.reshape(len(images), -1).astype(np.float32)
    x = (x - x.mean(axis=1, keepdims=True)) / (x.std(axis=1, keepdims=True) + 1e-6)
    return x.reshape(-1, SIDE, SIDE, 1)


def initialise(rng):
    """Random weights, scaled to keep the size of the signal."""

    def layer(fan_in, fan_out):
        w = rng.standard_normal((fan_in, fan_out)) * np.sqrt(2 / fan_in)
        return [w.astype(np.float32), np.zeros(fan_out, np.float32)]

    first, second = FILTERS
    flat = (SIDE // 4) ** 2 * second
    shapes = ((9, first), (9 * first, second), (flat, HIDDEN), (HIDDEN, 10))
    return [array for shape in shapes for array in layer(*shape)]


def patches(x):
    """Every 3 x 3 neighbourhood as a row."""
    n, h, w, c = x.shape
    padded = np.pad(x, ((0, 0), (1, 1), (1, 1), (0, 0)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (3, 3), (1, 2))
    return windows.transpose(0, 1, 2, 4, 5, 3).reshape(n * h * w, 9 * c)


def unpatch(rows, shape):
    """The gradient of patches: every pixel sums what its neighbourhoods say."""
    n, h, w, c = shape
    rows = rows.reshape(n, h, w, 3, 3, c)
    padded = np.zeros((n, h + 2, w + 2, c), np.float32)
    for i in range(3):
        for j in range(3):
            padded[:, i : i + h, j : j + w] += rows[:, :, :, i, j]
    return padded[:, 1:-1, 1:-1]


def pool(x):
    """The largest of every 2 x 2 pixels."""
    n, h, w, c = x.shape
    return x.reshape(n, h // 2, 2, w // 2, 2, c).max(axis=(2, 4))


def unpool(gradient, x, pooled):
    """The gradient of pool goes to the largest."""
    n, h, w, c = x.shape
    largest = x.reshape(n, h // 2, 2, w // 2, 2, c) == pooled[:, :, None, :, None]
    return (largest * gradient[:, :, None, :, None]).reshape(x.shape)


def block(x, w, b):
    """Convolution, ReLU, pooling; and what the way back needs."""
    n, h, width, _ = x.shape
    rows = patches(x)
    active = np.maximum(rows @ w + b, 0).reshape(n, h, width, -1)
    pooled = pool(active)
    return pooled, (x.shape, rows, active, pooled)


def unblock(gradient, w, kept):
    """Gradients of a block: its input, weights and biases."""
    shape, rows, active, pooled = kept
    d = unpool(gradient, active, pooled) * (active > 0)
    d = d.reshape(len(rows), -1)
    return unpatch(d @ w.T, shape), rows.T @ d, d.sum(axis=0)


def scores(p, x):
    """One score a class, for predicting."""
    x, _ = block(x, p[0], p[1])
    x, _ = block(x, p[2], p[3])
    hidden = np.maximum(x.reshape(len(x), -1) @ p[4] + p[5], 0)
    return hidden @ p[6] + p[7]


def gradients(p, x, labels, rng, drop):
    """The loss of a batch and its gradients, with dropout before the last layer."""
    first, kept_first = block(x, p[0], p[1])
    second, kept_second = block(first, p[2], p[3])
    flat = second.reshape(len(x), -1)
    hidden = np.maximum(flat @ p[4] + p[5], 0)
    mask = (rng.random(hidden.shape, dtype=np.float32) > drop) / np.float32(1 - drop)
    dropped = hidden * mask
    q = dropped @ p[6] + p[7]
    q -= q.max(axis=1, keepdims=True)
    q = np.exp(q)
    q /= q.sum(axis=1, keepdims=True)
    right = np.arange(len(x)), labels
    loss = -np.log(q[right] + 1e-12).mean()
    q[right] -= 1
    q /= len(x)
    d_hidden = (q @ p[6].T) * mask * (hidden > 0)
    d_second = (d_hidden @ p[4].T).reshape(second.shape)
    d_first, d2, d3 = unblock(d_second, p[2], kept_second)
    _, d0, d1 = unblock(d_first, p[0], kept_first)
    last = (dropped.T @ q, q.sum(axis=0))
    return loss, [d0, d1, d2, d3, flat.T @ d_hidden, d_hidden.sum(axis=0), *last]
