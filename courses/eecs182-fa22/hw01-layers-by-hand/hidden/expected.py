"""What the layers compute, written for the judge; forward only, gradients are numeric."""

import numpy as np


def affine(x, w, b):
    return x.reshape(len(x), -1) @ w + b


def relu(x):
    return np.where(x > 0, x, 0.0)


def softmax_loss(scores, labels):
    top = scores.max(axis=1, keepdims=True)
    log_sum = np.log(np.exp(scores - top).sum(axis=1)) + top[:, 0]
    return np.mean(log_sum - scores[np.arange(len(scores)), labels])


def batchnorm(x, gamma, beta, eps):
    return batchnorm_by(x, gamma, beta, x.mean(axis=0), x.var(axis=0), eps)


def batchnorm_by(x, gamma, beta, mean, var, eps):
    return gamma * (x - mean) / np.sqrt(var + eps) + beta


def sgd_momentum(w, gradients, rate, momentum):
    velocity = np.zeros_like(w)
    for dw in gradients:
        velocity = momentum * velocity - rate * dw
        w = w + velocity
    return w


def adam(w, gradients, rate, beta1, beta2, eps):
    m, v = np.zeros_like(w), np.zeros_like(w)
    for t, dw in enumerate(gradients, 1):
        m = beta1 * m + (1 - beta1) * dw
        v = beta2 * v + (1 - beta2) * dw**2
        step = (m / (1 - beta1**t)) / (np.sqrt(v / (1 - beta2**t)) + eps)
        w = w - rate * step
    return w
