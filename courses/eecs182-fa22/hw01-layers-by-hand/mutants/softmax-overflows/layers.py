"""Layers of a neural network and two optimisers, forwards and backwards."""

import numpy as np


def affine_forward(x, w, b):
    return x.reshape(len(x), -1) @ w + b


def affine_backward(dy, x, w, b):
    rows = x.reshape(len(x), -1)
    return (dy @ w.T).reshape(x.shape), rows.T @ dy, dy.sum(axis=0)


def relu_forward(x):
    return np.maximum(x, 0.0)


def relu_backward(dy, x):
    return dy * (x > 0)


def softmax_loss(scores, labels):
    n = len(scores)
    shifted = scores
    log_chances = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    loss = -log_chances[np.arange(n), labels].mean()
    gradient = np.exp(log_chances)
    gradient[np.arange(n), labels] -= 1.0
    return loss, gradient / n


def batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    mean, var = x.mean(axis=0), x.var(axis=0)
    out = gamma * (x - mean) / np.sqrt(var + eps) + beta
    running_mean = momentum * running_mean + (1 - momentum) * mean
    running_var = momentum * running_var + (1 - momentum) * var
    return out, running_mean, running_var


def batchnorm_eval(x, gamma, beta, running_mean, running_var, eps):
    return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta


def batchnorm_backward(dy, x, gamma, beta, eps):
    scale = 1.0 / np.sqrt(x.var(axis=0) + eps)
    normal = (x - x.mean(axis=0)) * scale
    dgamma, dbeta = (dy * normal).sum(axis=0), dy.sum(axis=0)
    centred = dy - dy.mean(axis=0) - normal * (dy * normal).mean(axis=0)
    return gamma * scale * centred, dgamma, dbeta


def sgd_momentum(w, dw, velocity, learning_rate, momentum):
    velocity = momentum * velocity - learning_rate * dw
    return w + velocity, velocity


def adam(w, dw, m, v, t, learning_rate, beta1, beta2, eps):
    t = t + 1
    m = beta1 * m + (1 - beta1) * dw
    v = beta2 * v + (1 - beta2) * dw * dw
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    return w - learning_rate * m_hat / (np.sqrt(v_hat) + eps), m, v, t
