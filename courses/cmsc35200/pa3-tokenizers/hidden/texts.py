"""Three kinds of text in languages that did not exist before."""

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Prose:
    """Words of an invented language; some are far more frequent than others."""

    def __init__(self, rng) -> None:
        self._rng = rng
        parts = [invented(rng, 2, 4) for _ in range(60)]
        self._words = [
            "".join(rng.choice(parts, rng.integers(1, 4))) for _ in range(1500)
        ]
        weights = 1 / (rng.permutation(len(self._words)) + 3.0)
        self._weights = weights / weights.sum()

    def draw(self, size: int) -> bytes:
        words = self._rng.choice(self._words, size // 3, p=self._weights)
        return " ".join(words).encode()[:size]


class Code:
    """Lines of an invented program: few names, many brackets."""

    def __init__(self, rng) -> None:
        self._rng = rng
        self._names = [invented(rng, 3, 8) for _ in range(120)]
        self._verbs = [invented(rng, 2, 5) for _ in range(12)]

    def draw(self, size: int) -> bytes:
        lines, length = [], 0
        while length < size:
            one, other, third = self._rng.choice(self._names, 3)
            verb = self._rng.choice(self._verbs)
            indent = "    " * int(self._rng.integers(0, 4))
            shape = int(self._rng.integers(0, 3))
            line = (
                f"{indent}{verb} {one}({other}, {third}):",
                f"{indent}{one} = {other}[{third}]",
                f"{indent}{one}.{other}({third})",
            )[shape]
            lines.append(line)
            length += len(line) + 1
        return "\n".join(lines).encode()[:size]


class Genes:
    """Four letters, with pieces that come back, sometimes with a fault."""

    def __init__(self, rng) -> None:
        self._rng = rng
        self._pieces = [
            "".join(rng.choice(list("acgt"), rng.integers(6, 20))) for _ in range(60)
        ]

    def draw(self, size: int) -> bytes:
        made, length = [], 0
        while length < size:
            piece = list(self._rng.choice(self._pieces))
            if self._rng.random() < 0.2:
                piece[int(self._rng.integers(len(piece)))] = str(
                    self._rng.choice(list("acgt"))
                )
            noise = "".join(
                self._rng.choice(list("acgt"), int(self._rng.integers(0, 4)))
            )
            made.append("".join(piece) + noise)
            length += len(made[-1])
        return "".join(made).encode()[:size]


KINDS = {"prose": Prose, "code": Code, "genes": Genes}


def invented(rng, low: int, high: int) -> str:
    """A word that nobody knows."""
    return "".join(rng.choice(list(LETTERS), rng.integers(low, high)))


def odd_texts(rng):
    """Texts to learn from, each with one that has what it has not."""
    every = bytes(range(256))
    noise = rng.integers(0, 256, 3000).astype("uint8").tobytes()
    return [
        (b"aaaa bbbb " * 50, every),
        (b"a", b""),
        (noise, noise[::-1]),
        ("größer, 漢字 ".encode() * 30, "漢字🙂".encode()),
    ]
