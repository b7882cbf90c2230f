"""Kappa and rank correlation, as they are defined."""


def kappa(one, other):
    """Agreement beyond chance."""
    count = len(one)
    observed = sum(a == b for a, b in zip(one, other)) / count
    grades = set(one) | set(other)
    chance = sum(one.count(g) * other.count(g) for g in grades) / count**2
    return 1.0 if chance == 1 else (observed - chance) / (1 - chance)


def two_graders(rng):
    """Two lists of grades that agree more often than not."""
    grades = ["full", "part", "none"]
    one = [str(rng.choice(grades, p=[0.5, 0.3, 0.2])) for _ in range(40)]
    other = [g if rng.random() < 0.7 else str(rng.choice(grades)) for g in one]
    return one, other


def ranked(values):
    """Ranks from 1; equal values share the mean of theirs."""
    order = sorted(values)
    return [(2 * order.index(v) + order.count(v) + 1) / 2 for v in values]


def spearman(a, b):
    """The correlation of ranks; 0 where one of them is constant."""
    x, y = ranked(a), ranked(b)
    mx, my = sum(x) / len(x), sum(y) / len(y)
    up = sum((p - mx) * (q - my) for p, q in zip(x, y))
    down = (sum((p - mx) ** 2 for p in x) * sum((q - my) ** 2 for q in y)) ** 0.5
    return up / down if down else 0.0
