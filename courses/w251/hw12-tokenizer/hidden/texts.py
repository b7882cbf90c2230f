"""Draws texts; nothing of one turn helps in another: the words are new each time."""

import numpy as np

LETTERS = np.frombuffer(b"abcdefghijklmnopqrstuvwxyz", dtype=np.uint8)
SYLLABLES, WORDS = 150, 2500
# The k-th word of a language is about as frequent as 1 / k.
UP_TO = np.cumsum(1.0 / (np.arange(WORDS) + 3.0))


def zipf(rng, size):
    """`size` bytes of words of a language that was invented for this text."""
    letters = bytes(rng.permutation(LETTERS)[rng.integers(0, 26, 4 * SYLLABLES)])
    syllables = [letters[4 * k : 4 * k + 2 + k % 2] for k in range(SYLLABLES)]
    picks = rng.integers(0, SYLLABLES, (WORDS, 4)).tolist()
    words = [b"".join([syllables[k] for k in pick[: 1 + n % 4]]) for n, pick in enumerate(picks)]
    drawn = np.searchsorted(UP_TO, rng.random(size // 4) * UP_TO[-1]).tolist()
    return b" ".join([words[k] for k in drawn])[:size]


def small(rng):
    """(text, merges): words, ties everywhere, runs of one letter, fewer pairs than asked."""
    few = bytes(rng.choice(np.frombuffer(b"ab ", dtype=np.uint8), 400))
    runs = b" ".join(b"a" * int(n) for n in rng.integers(1, 12, 40))
    return [(zipf(rng, 3000), 60), (few, 30), (runs, 12), (b"ab ab\n", 50), (b"", 3)]


def like(rng, text):
    """Another text of the same words and some that were not there."""
    words = text.split() or [b"x"]
    drawn = [words[k] for k in rng.integers(0, len(words), 80)]
    return b" ".join([*drawn, *(word[::-1] for word in drawn[:20])])


def odd(rng):
    """Bytes that are no text: zeros, all 256, half a character, only spaces."""
    return [
        bytes(rng.integers(0, 256, 2000, dtype=np.uint8)),
        bytes(range(256)) * 3,
        "naïve café, 東京 🙂".encode()[:-2] * 5,
        b"\0\0 \0\xff\xfe \r\n\t  \x0b" * 20,
        b"   \n\n ",
        b"",
    ]
