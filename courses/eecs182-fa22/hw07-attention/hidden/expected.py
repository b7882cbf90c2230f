"""What the functions return; for the judge only."""

import numpy as np


def softmax(scores):
    powers = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def attention(q, k, v, mask=None):
    scores = np.einsum("id,jd->ij", q, k) / np.sqrt(q.shape[1])
    out = np.zeros((len(q), v.shape[1]))
    for i, row in enumerate(scores):
        seen = np.arange(len(k)) if mask is None else np.flatnonzero(mask[i])
        if len(seen):
            out[i] = softmax(row[seen]) @ v[seen]
    return out


def multi_head(x, wq, wk, wv, wo, heads, mask=None):
    d = x.shape[1] // heads
    parts = [slice(h * d, (h + 1) * d) for h in range(heads)]
    q, k, v = x @ wq, x @ wk, x @ wv
    return np.hstack([attention(q[:, p], k[:, p], v[:, p], mask) for p in parts]) @ wo


def positions(n, d):
    out = np.zeros((n, d))
    for p in range(n):
        for i in range(d // 2):
            angle = p / 10000 ** (2 * i / d)
            out[p, 2 * i], out[p, 2 * i + 1] = np.sin(angle), np.cos(angle)
    return out
