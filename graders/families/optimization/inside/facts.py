"""What is known of a model file before it is executed, as one JSON object."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Dict, Tuple

from graders.protocol.codec import from_wire, to_wire

FILE = "facts.json"


class RefusedError(Exception):
    """The file cannot be taken; the words are for the student."""

    def __init__(self, sentence: str, hint: str = "") -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.hint = hint


@dataclass(frozen=True)
class Facts:
    """Counts of one file. ``numbers`` are those of every stored tensor of data.

    Operations are those of convolutions and matrix products; they are *int8* when both
    weights and activations are whole numbers of at most 8 bits.
    """

    sha256: str
    file_bytes: int
    packed_bytes: int
    opset: int
    operators: Tuple[str, ...]
    nodes: int
    numbers: int
    zeros: int
    int8_numbers: int
    biases: int
    operations_per_row: int
    int8_operations_per_row: int
    input_name: str
    input_shape: Tuple[int, ...]  # without the batch
    output_name: str

    @property
    def int8_share(self) -> float:
        """The share of the stored numbers, biases apart, that take at most 8 bits."""
        counted = self.numbers - self.biases
        return self.int8_numbers / counted if counted else 0.0

    @property
    def int8_compute_share(self) -> float:
        """The share of the operations that are on numbers of at most 8 bits."""
        whole = self.operations_per_row
        return self.int8_operations_per_row / whole if whole else 0.0

    @property
    def zero_share(self) -> float:
        """The share of the stored numbers that are zero."""
        return self.zeros / self.numbers if self.numbers else 0.0


def write(folder: Path, answer: Dict[str, Any]) -> None:
    """Leave ``answer`` for the runner."""
    text = json.dumps(to_wire(answer), allow_nan=False)
    (folder / FILE).write_text(text, encoding="utf-8")


def read(data: Any) -> Facts:
    """The facts again, every type checked."""
    return from_wire(Facts, data)
