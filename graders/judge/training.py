"""Judges training: hidden inputs first, later the saved answers of every seed."""

import statistics
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional

from graders.judge.errors import ExpectationFailed
from graders.judge.findings import Findings, log
from graders.judge.saved import count_parameters, read_arrays, refuse
from graders.judge.verdict import Rule, Rules, expect, failed, passed
from graders.protocol import CheckResult, CheckSpec, Measurement
from graders.protocol.calls import numpy
from graders.protocol.orders import Orders, TrainedRun

MODEL = "model.npz"
PREDICTIONS = "predictions.npz"
INPUTS = "inputs.npz"
MIB = 2**20
AGGREGATES: Dict[str, Callable[[List[float]], float]] = {
    "median": statistics.median,
    "mean": statistics.fmean,
    "min": min,
    "max": max,
}
Generator = Callable[[int], Dict[str, Any]]


class Run:
    """One seed's training: what it saved, predicted and used."""

    def __init__(
        self, trained: TrainedRun, folder: Path, truth: Dict[str, Any], orders: Orders
    ) -> None:
        self.seed = trained.seed
        self.train_seconds = trained.train_seconds
        self.truth = truth
        self.source_bytes = orders.source_bytes
        self.options = orders.options
        self._note = trained.predict_note
        self._folder = folder / trained.folder

    @property
    def parameters(self) -> int:
        """How many numbers the saved model holds."""
        return count_parameters(self._folder / MODEL, self._max_bytes)

    @property
    def model_bytes(self) -> int:
        """The saved model's size on disk."""
        return (self._folder / MODEL).stat().st_size

    @property
    def _max_bytes(self) -> int:
        return int(float(self.options.get("max_model_mib", 64)) * MIB)

    def whole_numbers(self, name: str, *, count: int, low: int, high: int) -> Any:
        """Predictions ``name``: so many whole numbers in range, or the check fails."""
        array = self._predictions().get(name)
        wanted = f"{name}: {count} whole numbers from {low} to {high}"
        if array is None:
            raise ExpectationFailed(f"no array {name}", expected=wanted, kind="type")
        got = f"{name} of shape {array.shape} and type {array.dtype}"
        fits = array.shape == (count,) and array.dtype.kind in "iu"
        expect(fits, got, expected=wanted, kind="type")
        in_range = bool(((array >= low) & (array <= high)).all())
        expect(in_range, f"{name} has numbers out of range", expected=wanted)
        return array

    def _predictions(self) -> Dict[str, Any]:
        if self._note:
            raise refuse(PREDICTIONS, f"was not written: {self._note}")
        return read_arrays(self._folder / PREDICTIONS, 64 * MIB)

    def expect_within_budget(self) -> None:
        """Fail unless model, source and parameters keep the assignment's caps."""
        self._expect_at_most("max_parameters", self.parameters, "parameters saved")
        kib = self.source_bytes / 1024
        self._expect_at_most("max_source_kib", kib, "KiB handed in")
        self._expect_at_most("max_model_mib", self.model_bytes / MIB, "MiB of model")

    def _expect_at_most(self, option: str, amount: float, what: str) -> None:
        cap = self.options.get(option)
        if cap is not None:
            got = f"{amount:,.6g} {what}"
            expect(amount <= cap, got, expected=f"at most {cap:,}")


class Training(Rules):
    """The checks of an assignment whose student hands in train.py and predict.py.

    A rule is called once a seed with a Run; it fails for all when it fails for one,
    and the numbers it returns are aggregated as the assignment says.
    """

    def __init__(self) -> None:
        super().__init__()
        self._inputs: Optional[Generator] = None
        self._truth: Optional[Generator] = None

    def hidden_inputs(self, generator: Generator) -> Generator:
        """Register what makes the arrays that predict.py gets; no labels in it."""
        self._inputs = generator
        return generator

    def hidden_truth(self, generator: Generator) -> Generator:
        """Register what makes the expected answers; only the score stage calls it."""
        self._truth = generator
        return generator

    def prepare(self, orders: Orders, out: Path) -> None:
        """Write the hidden inputs for predict.py."""
        if self._inputs is None:
            raise ValueError("judge.py has no @training.hidden_inputs")
        numpy.savez_compressed(str(out / INPUTS), **self._inputs(orders.hidden_seed))

    def score(self, orders: Orders, answers: Path, findings: Findings) -> None:
        """Go through the checks; each is said as soon as it is known."""
        if not orders.runs:
            raise ValueError("nothing was trained, so nothing can be scored")
        matched = self.matched(orders.checks)
        truth = self._truth(orders.hidden_seed) if self._truth else {}
        runs = [Run(each, answers, truth, orders) for each in orders.runs]
        how = str(orders.options.get("aggregate", "median"))
        for spec, rule in matched:
            result = self._verdict(spec, rule, runs, findings, how)
            findings.check(result)

    def _verdict(
        self,
        spec: CheckSpec,
        rule: Rule,
        runs: List[Run],
        findings: Findings,
        how: str,
    ) -> CheckResult:
        values = []
        for number, run in enumerate(runs, 1):
            try:
                values.append(rule(run))
            except ExpectationFailed as error:
                log(f"{spec.name}: seed {number}: {error}")
                where = f"Training {number} of {len(runs)}: " if len(runs) > 1 else ""
                return failed(spec, error, where)
        numbers = [float(value) for value in values if value is not None]
        if not numbers:
            return passed(spec)
        value = float(AGGREGATES[how](numbers))
        findings.measurement(
            Measurement(
                spec.measure or spec.name, value, repeats=tuple(numbers), aggregate=how
            )
        )
        return passed(spec, value)
