"""One model as an assignment's checks see it: facts, and measurements when asked."""

from typing import Any, Callable, Dict, List, Optional, Sequence

from graders.judge.errors import ExpectationFailed
from graders.judge.findings import Findings
from graders.judge.verdict import expect, in_percent
from graders.measure.paired import Paired
from graders.measure.physics import Peak, least_seconds
from graders.measure.stats import bootstrap_interval
from graders.measure.suspicion import impossible
from graders.protocol import Flag, Measurement
from graders.protocol.orders import Orders

from .facts import Facts
from .player import Player
from .trial import Trial

# The 8-bit units of one core of any machine of today; higher only weakens the alarm.
INT8_CORE = Peak(bytes_per_s=200e9, operations_per_s=20e12)
TOO_FAST = 0.1  # of the reference's time
SIGMAS = 4.0


class Tried:
    """What a check may ask. A measurement is taken once; asking again is free."""

    def __init__(
        self,
        trial: Trial,
        players: Dict[str, Player],
        facts: Facts,
        reference: Facts,
        orders: Orders,
        findings: Findings,
    ) -> None:
        self.facts = facts
        self.reference = reference
        self.options = orders.options
        self._trial, self._players = trial, players
        self._seed, self._findings = orders.hidden_seed, findings
        self._done: Dict[str, Any] = {}

    def expect_operators(self, allowed: Sequence[str]) -> None:
        """Fail where the graph has an operator that the assignment does not name."""
        strange = sorted(set(self.facts.operators) - set(allowed))
        got = f"operators {', '.join(strange)[:300]}"
        expect(not strange, got, expected=f"only {', '.join(sorted(allowed))}")

    def expect_int8(self, *, weights: float, compute: float) -> None:
        """Fail unless such shares of numbers and of operations are in 8 bits."""
        share, computing = self.facts.int8_share, self.facts.int8_compute_share
        expect(
            share >= weights and computing >= compute,
            f"8 bits: {in_percent(share)} of the stored numbers, "
            f"{in_percent(computing)} of the operations",
            expected=f"at least {in_percent(weights, 0)} and {in_percent(compute, 0)}",
            hint="Weights alone are not enough: quantise the activations too.",
        )

    def size_ratio(self) -> float:
        """Packed bytes by the supplied model's packed bytes."""
        ours, base = self.facts.packed_bytes, self.reference.packed_bytes
        self._once("size", lambda: self._say("size_bytes", ours, "B", baseline=base))
        ratio = ours / base
        self._once("ratio", lambda: self._say("size_ratio", ratio, baseline=1.0))
        return ratio

    def weights_left(self) -> float:
        """Stored numbers that are not zero, by all numbers of the supplied model.

        Zeros that nobody needs change nothing: they are in neither number.
        """
        left = self.facts.numbers - self.facts.zeros
        share = left / self.reference.numbers
        self._once("left", lambda: self._say("weights_left", share, baseline=1.0))
        return share

    def accuracy_kept(self) -> float:
        """The accuracy as a share of the supplied model's: the lesser of two.

        One over the hidden rows in mixed batches, one over all rows of timed calls.
        """
        self._answered()
        self._compared()
        self._trial.expect_one_model()
        kept = min(self._trial.mixed.kept, self._trial.timed.kept)
        self._once("kept", lambda: self._say("accuracy_kept", kept, baseline=1.0))
        return kept

    def latency_ratio(self) -> float:
        """The median of interleaved pairs: this model's time by the supplied one's."""
        return self._compared().ratio

    def peak_mib(self) -> float:
        """Memory that loading and running took, above an engine without a model."""

        def ask() -> float:
            self._compared()
            ours, base = (self._players[n].peak_mib() for n in ("engine", "reference"))
            self._say("peak_memory_mib", ours, "MiB", baseline=base)
            return ours

        return float(self._once("memory", ask))

    def _answered(self) -> None:
        def answer() -> None:
            self._trial.answer_hidden_rows(self._seed)
            mixed = self._trial.mixed
            self._say("accuracy", mixed.accuracy, baseline=mixed.reference_accuracy)
            self._look_at_accuracy()

        self._once("answered", answer)

    def _compared(self) -> Paired:
        def compare() -> Paired:
            self._answered()
            found = self._trial.compare()
            self._tell(found)
            return found

        found: Paired = self._once("compared", compare)
        return found

    def _tell(self, found: Paired) -> None:
        self._findings.measurement(
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
        seconds: List[float] = [pair.student_s for pair in found.rounds]
        self._say("latency_s", found.student_s, "s", seconds, found.reference_s)
        operations = self.facts.operations_per_row * self._trial.batch
        least = least_seconds(operations=operations, peak=INT8_CORE)
        self._flag(impossible(found.student_s, least))
        if found.ratio < TOO_FAST:
            self._flag(f"{found.ratio:.3f} of the reference's time is too good")

    def _look_at_accuracy(self) -> None:
        """A quantised model better than its own float model saw the hidden rows."""
        mixed = self._trial.mixed
        share = mixed.reference_accuracy
        error = (max(share * (1 - share), 1 / mixed.rows) / mixed.rows) ** 0.5
        if mixed.accuracy > share + SIGMAS * error:
            said = f"accuracy {mixed.accuracy:.4f}, the supplied model's {share:.4f}"
            self._flag(f"{said}: too good for a compressed one")

    def _flag(self, sentence: Optional[str]) -> None:
        if sentence:
            self._findings.flag(Flag("", sentence))

    def _say(
        self,
        name: str,
        value: float,
        unit: str = "",
        repeats: Sequence[float] = (),
        baseline: Optional[float] = None,
    ) -> None:
        low, high = bootstrap_interval(repeats) if len(repeats) > 1 else (None, None)
        self._findings.measurement(
            Measurement(
                name,
                float(value),
                unit,
                repeats=tuple(repeats) or (float(value),),
                low=low,
                high=high,
                baseline=None if baseline is None else float(baseline),
            )
        )

    def _once(self, key: str, work: Callable[[], Any]) -> Any:
        """Do ``work`` the first time only; a failure is kept like a result."""
        if key not in self._done:
            try:
                self._done[key] = work()
            except ExpectationFailed as error:
                self._done[key] = error
        if isinstance(self._done[key], ExpectationFailed):
            raise self._done[key]
        return self._done[key]
