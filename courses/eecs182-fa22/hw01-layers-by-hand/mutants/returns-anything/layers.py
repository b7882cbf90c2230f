"""Wrong in every way a return value can be; none of it may break the judge."""

import numpy as np


class Agreeable(float):
    """Equal to everything."""

    def __eq__(self, other):
        return True

    __hash__ = None


def affine_forward(x, w, b):
    return Agreeable(0)


def affine_backward(dy, x, w, b):
    return None


def relu_forward(x):
    return np.full_like(x, np.nan)


def relu_backward(dy, x):
    return np.array([object()])


def softmax_loss(scores, labels):
    return "0.0", {1: 2}


def batchnorm_train(x, gamma, beta, running_mean, running_var, momentum, eps):
    return x[:1], 10**400, [[]]


def batchnorm_eval(x, gamma, beta, running_mean, running_var, eps):
    return np.zeros((1000, 1000))


def batchnorm_backward(dy, x, gamma, beta, eps):
    loop = []
    loop.append(loop)
    return loop


def sgd_momentum(w, dw, velocity, learning_rate, momentum):
    return w.astype(complex), velocity


def adam(w, dw, m, v, t, learning_rate, beta1, beta2, eps):
    return w, m, v, True
