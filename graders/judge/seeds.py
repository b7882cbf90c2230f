"""Folds what one rule says of every seed into one result."""

import statistics
from typing import Callable, Dict, List, Optional, Sequence, Tuple

from graders.judge.errors import ExpectationFailed
from graders.judge.findings import log
from graders.judge.runs import Run
from graders.judge.verdict import Rule, failed, passed
from graders.protocol import CheckResult, CheckSpec, Evidence, Measurement

AGGREGATES: Dict[str, Callable[[List[float]], float]] = {
    "median": statistics.median,
    "mean": statistics.fmean,
    "min": min,
    "max": max,
}
Folded = Tuple[CheckResult, Optional[Measurement]]


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
    value = float(AGGREGATES[how](numbers))
    name = spec.measure or spec.name
    measured = Measurement(name, value, repeats=tuple(numbers), aggregate=how)
    return passed(spec, value, evidence=said), measured


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
