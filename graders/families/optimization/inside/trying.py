"""python -m optimization trying MODEL REFERENCE: both models in turn, on random rows.

For students at home: it knows no label, so it tells times and memory, no accuracy.
"""

import math
import sys
from pathlib import Path
from typing import Any

import numpy

from graders.judge.findings import Findings, take_stdout
from graders.measure import paired
from graders.protocol import Measurement, calls

from .engine import FILE, Engine

BATCH, ROUNDS, CALLS = 64, 7, 15


class Side:
    """One model, asked as the judge asks it, in this process."""

    def __init__(self, folder: str) -> None:
        self._engine = Engine((Path(folder) / FILE).read_bytes())
        self._engine.load({})

    @property
    def row(self) -> Any:
        """The shape of one row."""
        return self._engine.row_shape

    def run(self, rows: Any) -> float:
        """The seconds of one batch; laying it ready is outside of the clock."""
        self._engine.put({"slot": 0, "array": calls.encode(rows)})
        return paired.timed(lambda _: self._engine.run({"slots": [0]}))(0)

    def answer(self, rows: Any) -> Any:
        """The scores of one batch."""
        self.run(rows)
        return calls.decode(self._engine.fetch({"slot": 0}))

    def peak_mib(self) -> float:
        """Memory that loading and running took."""
        before, peak = self._engine.memory({})
        return float(max(0, peak - before)) / 1024


def main(model: str, reference: str) -> None:
    """Say how long and how much; whatever fails ends it with its own words."""
    findings, rng = take_stdout(), numpy.random.default_rng()
    mine = Side(model)

    def rows(count: int = BATCH) -> Any:
        return rng.normal(size=(count, *mine.row)).astype(numpy.float32)

    for count in (1, 7, BATCH):
        say(f"{count} random rows: scores of shape {mine.answer(rows(count)).shape}")
    some = rows()
    same = bool(numpy.array_equal(mine.answer(some), mine.answer(some)))
    say("the same rows again: " + ("the same scores" if same else "OTHER scores"))
    peak = mine.peak_mib()  # before the other model is there as well
    _tell(findings, "peak_memory_mib", peak, unit="MiB")
    _compare(findings, mine, Side(reference), rows)
    say("The accuracy is measured on hidden rows, and only there.")
    findings.end()


def _compare(findings: Findings, mine: Side, theirs: Side, rows: Any) -> None:
    drawn = {}

    def of_turn(turn: int) -> Any:
        if turn not in drawn:
            drawn.clear()
            drawn[turn] = rows()
        return drawn[turn]

    found = paired.compare(
        lambda turn: mine.run(of_turn(turn)),
        lambda turn: theirs.run(of_turn(turn)),
        rounds=ROUNDS,
        calls=CALLS,
        drift=math.inf,  # shown, not graded
    )
    say(
        f"{BATCH} rows take {found.student_s * 1000:.2f} ms, the supplied model's "
        f"{found.reference_s * 1000:.2f} ms: {found.ratio:.3f} of it, "
        f"95 % interval {found.low:.3f} to {found.high:.3f}"
    )
    _tell(findings, "latency_s", found.student_s, unit="s")
    findings.measurement(
        Measurement(
            "latency_ratio",
            found.ratio,
            repeats=found.ratios,
            low=found.low,
            high=found.high,
            baseline=1.0,
            warm_ups=found.warm_ups,
        )
    )


def _tell(findings: Findings, name: str, value: float, unit: str) -> None:
    findings.measurement(Measurement(name, value, unit, repeats=(value,)))


def say(text: str) -> None:
    """A line of the stage's log."""
    sys.stderr.write(f"{text}\n")
