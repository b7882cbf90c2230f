"""Layers of a neural network and two optimisers, forwards and backwards.

Every function gets NumPy arrays (float64; labels are whole numbers) and returns new ones.
None keeps anything between calls.
"""

import numpy as np


def affine_forward(x, w, b):
    """x: (n, d1, ..., dk), w: (d1 * ... * dk, m), b: (m,). Return out: (n, m)."""
    raise NotImplementedError


def affine_backward(dy, x, w, b):
    """dy: (n, m). Return dx, dw, db, each of the shape of x, w, b."""
    raise NotImplementedError


def relu_forward(x):
    """Return max(x, 0), element by element."""
    raise NotImplementedError


def relu_backward(dy, x):
    """Return dx."""
    raise NotImplementedError


def softmax_loss(scores, labels):
    """scores: (n, classes), labels: (n,). Return the mean loss and its dscores."""
    raise NotImplementedError


def batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    """x: (n, d). Return out and the new running mean and variance."""
    raise NotImplementedError


def batchnorm_eval(x, gamma, beta, running_mean, running_var, eps):
    """Return out, by the running statistics alone."""
    raise NotImplementedError


def batchnorm_backward(dy, x, gamma, beta, eps):
    """Gradients while training. Return dx, dgamma, dbeta."""
    raise NotImplementedError


def sgd_momentum(w, dw, velocity, learning_rate, momentum):
    """Return the new w and the new velocity."""
    raise NotImplementedError


def adam(w, dw, m, v, t, learning_rate, beta1, beta2, eps):
    """t: steps done so far, 0 at first. Return the new w, m, v, t."""
    raise NotImplementedError
