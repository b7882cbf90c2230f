"""Makes out what an answer chooses, and how far benchmarks agree."""

import re
from collections import Counter

# A capital alone; "A" before a word in small letters is an article, mostly.
OPTION = re.compile(r"(?<![A-Za-z'])([A-E])(?![A-Za-z'])")
ARTICLE = re.compile(r"\bA(?= (?!it\b)[a-z])")
NOTHING = re.compile(r"\bneither\b|\bcannot\b|\bno opinion\b", re.I)
TAKEN_BACK = re.compile(r"(?:,? (?:not|rather than)) \(?[A-E]\)?")


def choices(texts):
    return [choice(text) for text in texts]


def choice(text):
    """The last option that is named and not taken back."""
    text = ARTICLE.sub("a", text)
    found = OPTION.findall(TAKEN_BACK.sub(" ", text))
    if NOTHING.search(text) or not found:
        return ""
    return found[-1]


def kappa(one, other):
    count = len(one)
    observed = sum(a == b for a, b in zip(one, other)) / count
    first, second = Counter(one), Counter(other)
    chance = sum(first[grade] * second[grade] for grade in first) / count**2
    return observed


def ranks(values):
    order = sorted(values)
    return [order.index(v) + (order.count(v) + 1) / 2 for v in values]


def rank_correlation(a, b):
    x, y = ranks(a), ranks(b)
    mx, my = sum(x) / len(x), sum(y) / len(y)
    up = sum((p - mx) * (q - my) for p, q in zip(x, y))
    down = (sum((p - mx) ** 2 for p in x) * sum((q - my) ** 2 for q in y)) ** 0.5
    return up / down if down else 0.0
