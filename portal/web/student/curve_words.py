"""A curve in words: in brief before handing in, in a sentence beside what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graders.scoring import curve_corners, is_falling
from graders.scoring.kinds import RATIO
from portal.web import formats


@dataclass(frozen=True)
class Rule:
    """A curve with the unit of its values and the points it gives at most."""

    kind: str
    numbers: tuple[float, ...]
    unit: str
    points: float

    @property
    def is_drawn(self) -> bool:
        """Whether it goes over values at all."""
        return bool(curve_corners(self.kind, self.numbers))

    @property
    def is_falling(self) -> bool:
        return is_falling(self.kind, self.numbers)

    def short(self, value: float) -> str:
        """Return a bound as its author wrote it."""
        if self.kind == "ratio":
            return f"{value:g}×"
        return formats.short(value, self.unit)

    def long(self, value: float) -> str:
        """Return a bound as measured values are written."""
        if self.kind == "ratio":
            return self.short(value)
        return formats.measure(value, self.unit)

    def pairs(self) -> list[tuple[float, float]]:
        """Return (value, percent), the best last."""
        return list(zip(self.numbers[0::2], self.numbers[1::2], strict=True))


def rule_of(curve: Mapping[str, Any], unit: str, points: float) -> Rule | None:
    """Return the rule of a version's curve; None where it may not be known."""
    if not curve:
        return None
    return Rule(curve["kind"], tuple(curve["numbers"]), unit, points)


def in_brief(rule: Rule) -> str:
    """Return ``in a line from 0.9 (none) to 0.97 (all)``."""
    if not rule.is_drawn:
        said = {"gate": "needed for the others", "credit": "all or nothing"}
        return said.get(rule.kind, "on top of the others, all or nothing")
    if rule.kind == "ratio":
        full, none = _ratio_bounds(rule)
        return f"all within {full} of the reference, none beyond {none}"
    if rule.kind in ("knots", "bands"):
        return _steps(rule)
    low, high = (rule.short(number) for number in rule.numbers)
    line = f"in a line from {low} (none) to {high} (all)"
    return f"on top of the others, {line}" if rule.kind == "bonus" else line


def in_full(rule: Rule) -> str:
    """Return the sentence of what a value had to be."""
    if rule.kind == "ratio":
        return _ratio(rule)
    if rule.kind == "bands":
        return _bands(rule)
    if rule.kind == "knots":
        return _knots(rule)
    zero, full = rule.numbers
    side = "below" if zero < full else "above"
    what = "all points"
    if rule.kind == "bonus":
        what = f"all {formats.maximum(rule.points)} extra points"
    return (
        f"{rule.long(full)} for {what}; none at {rule.long(zero)} and {side}; "
        "a straight line between."
    )


def next_better(rule: Rule, value: float) -> float:
    """Return the nearest value that earns more: a bound, else where it is full."""
    values = [at for at, _ in rule.pairs()] if rule.kind == "bands" else []
    ahead = [v for v in values if (v < value if rule.is_falling else v > value)]
    return ahead[0] if ahead else best_of(rule)


def best_of(rule: Rule) -> float:
    """Return the first value that earns everything."""
    corners = curve_corners(rule.kind, rule.numbers)
    full = [at for at, share in corners if share >= 1.0]
    return max(full) if rule.is_falling else min(full)


def _steps(rule: Rule) -> str:
    bound = "within" if rule.is_falling else "from"
    word = bound if rule.kind == "bands" else "at"
    steps = [f"{_share(p)} {word} {rule.short(v)}" for v, p in rule.pairs() if p]
    return ", ".join(steps) + (", straight between" if rule.kind == "knots" else "")


def _ratio(rule: Rule) -> str:
    full, none = _ratio_bounds(rule)
    return (
        f"Within {full} of the reference for all points, none beyond {none}; "
        "between them its share: the reference’s figure divided by yours."
    )


def _ratio_bounds(rule: Rule) -> tuple[str, str]:
    full, none = rule.numbers or RATIO
    return f"{full:g}×", f"{none:g}×"


def _bands(rule: Rule) -> str:
    word, beyond = ("At most", "above") if rule.is_falling else ("At least", "below")
    (best, _), *others = reversed([(v, p) for v, p in rule.pairs() if p])
    steps = ", ".join(f"{rule.long(v)} for {p:g} %" for v, p in others)
    last = others[-1][0] if others else best
    said = f"{word} {rule.long(best)} for all points; "
    return f"{said}{steps + '; ' if steps else ''}none {beyond} {rule.long(last)}."


def _knots(rule: Rule) -> str:
    (best, _), *others = reversed(rule.pairs())
    steps = ", ".join(f"{_share(p)} at {rule.long(v)}" for v, p in others)
    side = "above" if rule.is_falling else "below"
    return (
        f"{rule.long(best)} for all points; {steps} and {side}; straight lines between."
    )


def _share(percent: float) -> str:
    if percent == 0:
        return "none"
    return "all" if percent == 100 else f"{percent:g} %"


def each_of(repeats: Sequence[float], seeds: Sequence[int]) -> str:
    """Return what a repeat was: one a training seed, or one a timed round."""
    return "seed" if len(seeds) == len(repeats) else "round"
