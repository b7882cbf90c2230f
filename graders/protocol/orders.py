"""What the runner tells the judge: one read-only JSON file."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Dict, Optional, Tuple

from graders.protocol.codec import from_wire
from graders.protocol.lease import CheckSpec

FILE = "orders.json"


@dataclass(frozen=True)
class Phase:
    """One student stage that will answer, and which checks it is asked for."""

    name: str
    is_hidden: bool
    seconds: float


@dataclass(frozen=True)
class TrainedRun:
    """What the runner knows of one seed; paths are relative to the answers' folder.

    A training that was cut at its time limit has a model it saved before.
    ``network_bytes`` is what its ranks sent each other, where that was counted.
    """

    seed: int
    folder: str
    train_seconds: float
    train_cpu_seconds: float
    predict_note: str = ""  # why there is no prediction; a sentence of ours
    predict_cpu_seconds: float = 0.0
    is_finished: bool = True
    is_crowded: bool = False  # neighbours took turns: its wall clock says nothing
    network_bytes: Optional[int] = None


@dataclass(frozen=True)
class Orders:
    """Everything a judge stage needs besides the assignment's own files."""

    checks: Tuple[CheckSpec, ...]
    hidden_seed: int = 0
    phases: Tuple[Phase, ...] = ()
    reference: Optional[Phase] = None  # the staff's solution, where checks are timed
    runs: Tuple[TrainedRun, ...] = ()
    source_bytes: int = 0
    options: Dict[str, Any] = field(default_factory=dict)


def read_orders(folder: Path) -> Orders:
    """The orders; the runner wrote them, so anything odd is a fault of ours."""
    return from_wire(Orders, json.loads((folder / FILE).read_text(encoding="utf-8")))
