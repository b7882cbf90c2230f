"""One seed's training as the checks of an assignment see it."""

from pathlib import Path
from typing import Any, Dict, Optional

from graders.judge import answers
from graders.judge.errors import ExpectationFailed
from graders.judge.saved import count_parameters, expect_finite, read_arrays, refuse
from graders.judge.verdict import expect
from graders.protocol.orders import Orders, TrainedRun

MODEL = "model.npz"
PREDICTIONS = "predictions.npz"
MIB = 2**20


class Run:
    """One seed's training: what it saved, answered and used.

    ``number`` counts the trainings from 1; ``seed`` is what train.py was given.
    """

    def __init__(
        self,
        number: int,
        trained: TrainedRun,
        folder: Path,
        truth: Dict[str, Any],
        orders: Orders,
    ) -> None:
        self.number = number
        self.seed = trained.seed
        self.train_seconds = trained.train_seconds
        self.train_cpu_seconds = trained.train_cpu_seconds
        self.is_finished = trained.is_finished
        self.truth = truth
        self.source_bytes = orders.source_bytes
        self.options = orders.options
        self.hidden_seed = orders.hidden_seed
        self._predict_cpu_seconds = trained.predict_cpu_seconds
        self._is_crowded = trained.is_crowded
        self._network_bytes = trained.network_bytes
        self._note = trained.predict_note
        self._folder = folder / trained.folder
        self._played: Any = None
        self._failure: Optional[ExpectationFailed] = None

    @property
    def charged_seconds(self) -> float:
        """Wall clock or CPU time, whichever is more: threads are no way around it.

        On a crowded machine only CPU time, where it is known. Predicting adds its own,
        so that nobody gains by learning there.
        """
        used = max(self.train_seconds, self.train_cpu_seconds)
        if self._is_crowded and self.train_cpu_seconds > 0:
            used = self.train_cpu_seconds
        return used + self._predict_cpu_seconds

    def seconds_to_reach(self, mark: float, quality: float, what: str) -> float:
        """The seconds of a training whose model reaches ``mark``; else the check fails.

        Nothing that the program says of itself is believed: the quality is the hidden
        one, and the time that of the whole training.
        """
        got = f"{what} {quality:.4g} after {self.charged_seconds:.1f} s"
        expect(quality >= mark, got, expected=f"{what} of at least {mark:g}")
        return self.charged_seconds

    def expect_finished(self) -> None:
        """Fail when training was cut at its time limit and graded as saved before."""
        got = f"training {self.number} was stopped after {self.train_seconds:.0f} s"
        expect(self.is_finished, got, expected="a training that ends by itself")

    @property
    def network_bytes(self) -> int:
        """What the ranks sent each other, counted outside their reach."""
        if self._network_bytes is None:
            raise ValueError("this sandbox cannot count bytes: it needs containers")
        return self._network_bytes

    @property
    def parameters(self) -> int:
        """How many numbers the saved model holds."""
        return count_parameters(self._folder / MODEL, self._max_bytes)

    @property
    def model(self) -> Dict[str, Any]:
        """The saved arrays by name."""
        return read_arrays(self._folder / MODEL, self._max_bytes)

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
        if array is None:
            wanted = f"{name}: {count} whole numbers from {low} to {high}"
            raise ExpectationFailed(f"no array {name}", expected=wanted, kind="type")
        return answers.whole_numbers(array, name, count=count, low=low, high=high)

    def _predictions(self) -> Dict[str, Any]:
        if self._note:
            raise refuse(PREDICTIONS, f"was not written: {self._note}")
        return read_arrays(self._folder / PREDICTIONS, 64 * MIB)

    @property
    def played(self) -> Any:
        """What came of the hidden episodes; the check fails where the agent did."""
        if self._failure is not None:
            raise self._failure
        return self._played

    def keep_played(
        self, result: Any, failure: Optional[ExpectationFailed] = None
    ) -> None:
        """Remember how the agent did, for every check that asks."""
        self._played, self._failure = result, failure

    def expect_within_budget(self) -> None:
        """Fail unless model, source and parameters keep the assignment's caps."""
        self._expect_at_most("max_parameters", self.parameters, "parameters saved")
        kib = self.source_bytes / 1024
        self._expect_at_most("max_source_kib", kib, "KiB handed in")
        self._expect_at_most("max_model_mib", self.model_bytes / MIB, "MiB of model")

    def expect_finite_model(self) -> None:
        """Fail where the saved model holds NaN or infinity."""
        expect_finite(self._folder / MODEL, self._max_bytes)

    def _expect_at_most(self, option: str, amount: float, what: str) -> None:
        cap = self.options.get(option)
        if cap is not None:
            got = f"{amount:,.6g} {what}"
            expect(amount <= cap, got, expected=f"at most {cap:,}")
