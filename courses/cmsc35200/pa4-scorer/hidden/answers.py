"""Answers as models give them, and what they choose."""

LETTERS = "ABCDE"
PLAIN = (
    "The answer is ({0}).",
    "{0}",
    "{0}. {why}",
    "**{0}**",
    "Answer: {0}",
    "{why} So the answer is {0}.",
    "({0}) {why}",
    "I choose option {0}.",
)
ODD = (
    "I first thought ({1}), but the answer is ({0}).",
    "It is not {1}. {0} it is.",
    "({1}) is tempting because {why} Still, ({0}).",
    "Option {1} fails, option {2} fails too, which leaves {0}.",
    "The answer is {1}. Wait, no: {why} The answer is {0}.",
    "A careful reader would rule out {1} and {2}. {why} Therefore {0}.",
    "Both ({1}) and ({2}) are wrong. Final answer: {0}",
    "Between {1} and {0}, {why} I take {0}, not {1}.",
)
NONE = (
    "Neither {1} nor {2} can be decided.",
    "I cannot tell.",
    "A good question; data would help. {why}",
    "As an assistant I have no opinion.",
)
WHY = (
    "The gradient vanishes there.",
    "A batch of that size does not fit.",
    "Each layer keeps its own copy.",
    "Drift would show in the tail.",
    "Every worker waits for the slowest.",
    "Both grow with the square.",
)


def plain(rng, count):
    """Answers that say what they choose, and little else."""
    return [one(rng, PLAIN) for _ in range(count)]


def odd(rng, count):
    """Answers that mention other options, or choose none."""
    return [none(rng) if rng.random() < 0.15 else one(rng, ODD) for _ in range(count)]


def one(rng, shapes):
    letters = [str(each) for each in rng.permutation(list(LETTERS))]
    shape = str(rng.choice(shapes))
    return shape.format(*letters, why=str(rng.choice(WHY))), letters[0]


def none(rng):
    letters = [str(each) for each in rng.permutation(list(LETTERS))]
    return str(rng.choice(NONE)).format(*letters, why=str(rng.choice(WHY))), ""
