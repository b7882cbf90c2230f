"""Reads a check's curve; scoring knows the kinds and says what is nonsense."""

from __future__ import annotations

from typing import Any

from graders.scoring import CURVES, curve_problem
from graders.spec.model import Curve
from graders.spec.values import named


def curve(raw: Any) -> Curve:
    """Read ``"gate"`` or ``{ line = [0.9, 0.97] }``."""
    numbers: Any = []
    if isinstance(raw, str):
        kind = raw
    elif isinstance(raw, dict) and len(raw) == 1:
        kind, numbers = next(iter(raw.items()))
    else:
        kind = named(raw)
    rule = CURVES.get(kind)
    flat = _flat(numbers) if rule is not None and rule.is_pairs else numbers
    if not _are_numbers(flat):
        what = f"a list of numbers; allowed: {rule.written}" if rule else "numbers"
        raise ValueError(f"{kind} takes {what}")
    problem = curve_problem(kind, flat)
    if kind == "rubric":
        problem = 'a check graded by people says rubric = "FILE" and no curve'
    if problem is not None:
        raise ValueError(problem)
    return Curve(kind, tuple(float(each) for each in flat))


def _are_numbers(raw: Any) -> bool:
    return isinstance(raw, list) and all(type(each) in (int, float) for each in raw)


def _flat(pairs: Any) -> Any:
    """Return ``[[5, 90], [2, 100]]`` as one list; what is no such list as None."""
    if not isinstance(pairs, list):
        return None
    if not all(_are_numbers(pair) and len(pair) == 2 for pair in pairs):
        return None
    return [number for pair in pairs for number in pair]
