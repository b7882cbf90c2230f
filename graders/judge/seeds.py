"""Folds what one rule says of every seed into one result."""

import statistics
from dataclasses import dataclass
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from graders.judge.errors import ExpectationFailed
from graders.judge.findings import log
from graders.judge.runs import Run
from graders.judge.verdict import Rule, failed, passed
from graders.measure.stats import bootstrap_interval
from graders.measure.suspicion import too_good
from graders.protocol import CheckResult, CheckSpec, Evidence, Measurement

AGGREGATES: Dict[str, Callable[[List[float]], float]] = {
    "median": statistics.median,
    "mean": statistics.fmean,
    "min": min,
    "max": max,
}
Folded = Tuple[CheckResult, Optional[Measurement]]


@dataclass(frozen=True)
class Usual:
    """What single trainings of the reference reached, seed by seed."""

    values: Tuple[float, ...]
    slack: float = 0.0
    lower_is_better: bool = False

    def suspicion(self, values: Sequence[float]) -> Optional[str]:
        """Why trainings that reached ``values`` are too good to be true, or None."""
        slack = -self.slack if self.lower_is_better else self.slack
        moved = [value + slack for value in self.values]
        if not too_good(values, moved, lower_is_better=self.lower_is_better):
            return None
        mean, usual = statistics.fmean(values), statistics.fmean(self.values)
        return (
            f"a mean of {mean:.4g} over {len(values)} trainings, where the reference "
            f"reached {usual:.4g} over {len(self.values)}: too good for chance"
        )


def over_seeds(
    spec: CheckSpec, rule: Rule, runs: Sequence[Run], *, how: str, enough: int
) -> Folded:
    """The check is met when ``enough`` runs meet it; their numbers are aggregated."""
    numbers: List[float] = []
    met = 0
    failures: List[Tuple[int, ExpectationFailed]] = []
    for run in runs:
        try:
            value = rule(run)
        except ExpectationFailed as error:
            log(f"{spec.name}: training {run.number}: {error}")
            failures.append((run.number, error))
            continue
        met += 1
        if value is not None:
            numbers.append(float(value))
    if met < enough:
        return _failed(spec, failures, len(runs), enough), None
    said = _partly(spec, failures, len(runs))
    if not numbers:
        return passed(spec, evidence=said), None
    measured = _measured(spec.measure or spec.name, numbers, how)
    return passed(spec, measured.value, evidence=said), measured


def _measured(name: str, numbers: List[float], how: str) -> Measurement:
    """The aggregate; of several seeds, with the interval it lies in."""
    fold = AGGREGATES[how]
    low, high = (
        bootstrap_interval(numbers, statistic=lambda drawn: float(fold(list(drawn))))
        if len(numbers) > 1
        else (None, None)
    )
    value, repeats = float(fold(numbers)), tuple(numbers)
    return Measurement(name, value, repeats=repeats, low=low, high=high, aggregate=how)


def _failed(
    spec: CheckSpec,
    failures: List[Tuple[int, ExpectationFailed]],
    count: int,
    enough: int,
) -> CheckResult:
    number, error = failures[0]
    where = f"Training {number} of {count}: " if count > 1 else ""
    if 1 < count != enough:
        met = count - len(failures)
        where = f"{met} of {count} trainings met this, {enough} must. {where}"
    return failed(spec, error, where)


def _partly(
    spec: CheckSpec, failures: List[Tuple[int, ExpectationFailed]], count: int
) -> Tuple[Evidence, ...]:
    if not failures or spec.is_hidden:
        return ()
    number, error = failures[0]
    got = (
        f"{count - len(failures)} of {count} trainings. Training {number}: {error.got}"
    )
    return (Evidence(error.expected, got, error.hint),)
