"""Make out what a model chose, and how far two benchmarks agree."""


def choices(texts):
    return ["" for _ in texts]


def kappa(one, other):
    return 0.0


def rank_correlation(a, b):
    return 0.0
