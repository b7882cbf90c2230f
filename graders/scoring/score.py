"""Adds up one submission: every check's line, then the total."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Dict, Mapping, Optional, Sequence, Set, Tuple, Union

from graders.protocol import CheckResult
from graders.scoring.curves import curve_share

MET = frozenset({"passed", "partly", "gate_passed"})


@dataclass(frozen=True)
class ScoreLine:
    """One check as the student reads it.

    ``state`` is passed, partly, failed, gate_passed, gate_failed, not_run (nothing was
    found, or a check it requires is not met) or with_staff (waits for people).
    """

    name: str
    title: str
    points: float
    max_points: float
    state: str
    share: float
    value: Optional[float] = None
    passed: Optional[bool] = None


@dataclass(frozen=True)
class Score:
    """Points so far, out of what, and how many of them people have yet to give."""

    points: float
    max_points: float
    pending_points: float
    lines: Tuple[ScoreLine, ...]


@dataclass(frozen=True)
class _Check:
    name: str
    title: str
    points: float
    kind: str
    numbers: Tuple[float, ...]
    requires: Tuple[str, ...]


def score(
    checks: Sequence[Union[Mapping[str, Any], Any]], results: Sequence[CheckResult]
) -> Score:
    """Score ``checks`` (of an assignment, or its JSON) by what was found.

    Bonus checks add points, not maximum. Results of unknown checks are ignored; where
    one check has two, the later counts. The same input gives the same score, always.
    """
    known = [_read(check) for check in checks]
    lines = _Lines(known, results)
    ordered = tuple(lines.line(check.name) for check in known)
    return Score(
        points=_cents(sum(line.points for line in ordered)),
        max_points=_cents(sum(c.points for c in known if c.kind != "bonus")),
        pending_points=_cents(
            sum(line.max_points for line in ordered if line.state == "with_staff")
        ),
        lines=ordered,
    )


class _Lines:
    """Every check's line, each worked out once, after those it requires."""

    def __init__(self, checks: Sequence[_Check], results: Sequence[CheckResult]):
        self._checks = {check.name: check for check in checks}
        self._results = {result.name: result for result in results}
        self._done: Dict[str, ScoreLine] = {}
        self._open: Set[str] = set()

    def line(self, name: str) -> ScoreLine:
        if name not in self._done:
            self._open.add(name)
            check = self._checks[name]
            is_met = all(self._is_met(other) for other in check.requires)
            result = self._results.get(name)
            self._done[name] = _line(check, result, is_met)
            self._open.discard(name)
        return self._done[name]

    def _is_met(self, name: str) -> bool:
        if name in self._open or name not in self._checks:
            return False  # a cycle or a stranger; the spec refuses both
        return self.line(name).state in MET


def _line(check: _Check, result: Optional[CheckResult], is_met: bool) -> ScoreLine:
    share = 0.0
    if result is not None and is_met:
        share = curve_share(
            check.kind, check.numbers, passed=result.passed, value=result.value
        )
    return ScoreLine(
        name=check.name,
        title=check.title,
        points=round(check.points * share, 9),
        max_points=check.points,
        state=_state(check, result, is_met, share),
        share=share,
        value=result.value if result else None,
        passed=result.passed if result else None,
    )


def _state(
    check: _Check, result: Optional[CheckResult], is_met: bool, share: float
) -> str:
    if not is_met:
        return "not_run"
    if result is None:
        return "with_staff" if check.kind == "rubric" else "not_run"
    if check.kind == "gate":
        return "gate_passed" if share == 1.0 else "gate_failed"
    if share == 1.0:
        return "passed"
    return "partly" if share > 0.0 else "failed"


def _read(check: Union[Mapping[str, Any], Any]) -> _Check:
    def get(owner: Any, name: str) -> Any:
        return owner[name] if isinstance(owner, Mapping) else getattr(owner, name)

    curve = get(check, "curve")
    return _Check(
        name=get(check, "name"),
        title=get(check, "title"),
        points=float(get(check, "points")),
        kind=get(curve, "kind"),
        numbers=tuple(get(curve, "numbers")),
        requires=tuple(get(check, "requires")),
    )


def _cents(points: float) -> float:
    """Two decimals, halves to even, after 1e-9 of arithmetic dust is gone."""
    exact = Decimal(repr(round(float(points), 9)))
    return float(exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_EVEN))
