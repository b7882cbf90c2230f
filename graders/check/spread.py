"""How much the reference varies, and how far it is from losing points."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graders.check.local import Graded
from graders.check.notes import Note, warning
from graders.protocol import CheckResult
from graders.scoring import curve_share
from graders.spec import AssignmentSpec, Check

FEWEST_SDS = 3.0
PLAIN = ("gate", "credit", "rubric")  # a value behind these earns nothing by its size
DUST = 1e-9
STEPS, SMALLEST, LARGEST = 240, 1e-6, 1e3  # how finely, and how far, a loss is sought


@dataclass(frozen=True)
class Spread:
    """A figure over several runs; ``sd`` is None for a single one."""

    mean: float
    sd: float | None
    least: float
    most: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        """Mean and standard deviation of the sample."""
        sd = statistics.stdev(values) if len(values) > 1 else None
        return cls(statistics.fmean(values), sd, min(values), max(values))


@dataclass(frozen=True)
class Value:
    """One check's value in the runs of the reference.

    ``distance`` is how far the mean is from where it earns less, None where it never
    does; ``sds`` says the same in standard deviations, None without any spread.
    """

    check: Check
    spread: Spread
    share: float
    distance: float | None
    sds: float | None


def values_of(spec: AssignmentSpec, reference: Sequence[Graded]) -> list[Value]:
    """Every check of the reference that has a number and a curve to judge it by."""
    found = []
    for check in spec.checks:
        results = [_result(run, check.name) for run in reference]
        values = [r.value for r in results if r is not None and r.value is not None]
        if values and len(values) == len(reference) and check.curve.kind not in PLAIN:
            found.append(_value(check, Spread.of(values)))
    return found


def thin_margins(values: Sequence[Value]) -> list[Note]:
    """Warn of curves where the reference's own spread costs it points."""
    return [
        _thin(value)
        for value in values
        if value.sds is not None and value.sds < FEWEST_SDS and not value.check.is_bonus
    ]


def distance_to_loss(share: Callable[[float], float], at: float) -> float | None:
    """The least step up or down from ``at`` that earns less, or None.

    It is sought in steps, so it is right for every curve, also those to come.
    """
    before, scale = share(at) - DUST, abs(at) or 1.0
    if before <= 0:
        return 0.0
    near = 0.0
    for step in range(STEPS + 1):
        far = scale * SMALLEST * (LARGEST / SMALLEST) ** (step / STEPS)
        if min(share(at - far), share(at + far)) < before:
            return _bisect(share, at, before, (near, far))
        near = far
    return None


def _bisect(
    share: Callable[[float], float], at: float, before: float, span: tuple[float, float]
) -> float:
    near, far = span
    for _ in range(60):
        middle = (near + far) / 2
        if min(share(at - middle), share(at + middle)) < before:
            far = middle
        else:
            near = middle
    return near


def _value(check: Check, spread: Spread) -> Value:
    def share(value: float) -> float:
        return curve_share(check.curve.kind, check.curve.numbers, value=value)

    distance = distance_to_loss(share, spread.mean)
    if distance is not None and distance < DUST * max(1.0, abs(spread.mean)):
        distance = 0.0
    sds = distance / spread.sd if spread.sd and distance is not None else None
    return Value(check, spread, share(spread.mean), distance, sds)


def _thin(value: Value) -> Note:
    name, spread, points = value.check.name, value.spread, value.check.points
    figures = f"{spread.mean:.4g} ± {spread.sd or 0.0:.2g}"
    if value.share < 1 - DUST:
        return warning(
            f"{name}: the reference ({figures}) gets {value.share * points:.1f} of "
            f"{points:g} points, so what it gets is partly luck.",
            "Give full points from a value that the reference always reaches, "
            "or improve the reference.",
        )
    return warning(
        f"{name}: the reference ({figures}) is {value.sds:.1f} standard deviations "
        f"from losing points; {FEWEST_SDS:g} are wanted.",
        "Move the threshold away from the reference, measure over more seeds or "
        "more hidden data, or make the reference steadier.",
    )


def _result(graded: Graded, name: str) -> CheckResult | None:
    return next((c for c in graded.report.checks if c.name == name), None)
