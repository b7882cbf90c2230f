"""How good the answers are: counted over every batch, timed ones too."""

from dataclasses import dataclass
from typing import Any, List

import numpy

SIZES = (1, 2, 3, 5, 8, 17, 33, 64, 64, 100)


@dataclass
class Tally:
    """Right answers of both models to the same rows."""

    rows: int = 0
    model: int = 0
    reference: int = 0

    def add(self, labels: Any, model: Any, reference: Any) -> None:
        """Count one batch."""
        self.rows += len(labels)
        self.model += right(model, labels)
        self.reference += right(reference, labels)

    @property
    def accuracy(self) -> float:
        """The share of rows that the model got right."""
        return self.model / self.rows

    @property
    def reference_accuracy(self) -> float:
        """The share that the reference got right."""
        return self.reference / self.rows

    @property
    def kept(self) -> float:
        """The model's accuracy as a share of the reference's."""
        return self.model / max(1, self.reference)


def right(scores: Any, labels: Any) -> int:
    """How many rows have their largest score at the label."""
    return int(numpy.sum(scores.argmax(axis=1) == labels))


def same_labels(first: Any, second: Any) -> float:
    """The share of rows that two answers agree about."""
    return float(numpy.mean(first.argmax(axis=1) == second.argmax(axis=1)))


def mixed_batches(count: int, toss: Any) -> List[Any]:
    """Every row once, shuffled, in batches of sizes nobody can foresee."""
    order = numpy.arange(count)
    toss.shuffle(order)
    batches, at = [], 0
    while at < count:
        size = toss.choice(SIZES)
        batches.append(order[at : at + size])
        at += size
    return batches
