"""A server's figures beside what was asked for, and what the load came to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.grading.models import MeasurementRecord
from portal.grading.selectors import CheckView, ReportView
from portal.web import formats
from portal.web.student.curve_words import Rule, best_of, rule_of
from portal.web.student.serving import BOUND
from portal.web.student.verdicts import WORDS

FAMILY = "serving"
SUMMARY = "load-summary"  # names that the family uses
MEMORY, STARTUP = "peak_memory_mib", "startup_s"
PEAK = "Peak memory"
LATENCY = "latency"
UNITS = ("_mib", "_ms", "_s")
MET: Mapping[str, str] = {
    "passed": "met",
    "gate_passed": "met",
    "failed": "not met",
    "gate_failed": "not met",
}


@dataclass(frozen=True)
class Row:
    """One measured check: what came, what was asked for, what it was worth."""

    name: str
    got: str
    interval: str
    bound: str
    word: str
    icon: str
    tone: str
    points: str
    maximum: str  # empty of a gate


@dataclass(frozen=True)
class UnderLoad:
    """A table of bounds, and facts as term and text."""

    rows: tuple[Row, ...]
    facts: tuple[tuple[str, str], ...]

    @property
    def peak_memory(self) -> str:
        """Return what the server needed under load; empty if nobody measured."""
        return dict(self.facts).get(PEAK, "")


def under_load(report: ReportView, grade: Mapping[str, Any]) -> UnderLoad | None:
    """Return what a server's report says; None for other families, or without any."""
    if grade["family"] != FAMILY:
        return None
    measured = {each.name: each for each in report.measurements}
    series = {each["name"]: each for each in report.series}
    at = _graded_rate(series)
    rows = tuple(
        _row(check, measured.get(check.measure), at)
        for check in report.checks
        if check.measure and check.state not in ("later", "with_staff")
    )
    facts = tuple(_facts(measured, series.get(SUMMARY), grade))
    return UnderLoad(rows, facts) if rows or facts else None


def _graded_rate(series: Mapping[str, Mapping[str, Any]]) -> str:
    """Return at which rate latency was graded, in words, where that is known."""
    asked = series.get(BOUND)
    if asked is None or not asked["rows"]:
        return ""
    return f" at {asked['rows'][0][0]:g} req/s"


def _row(check: CheckView, measured: MeasurementRecord | None, at: str) -> Row:
    word, icon, tone = WORDS[check.state]
    return Row(
        name=_name(check.measure) + (at if check.measure.startswith(LATENCY) else ""),
        got=formats.measure(check.value, check.unit),
        interval=_interval(measured, check.unit),
        bound=_bound(rule_of(check.curve, check.unit, check.max_points)),
        word=MET.get(check.state, word),
        icon=icon,
        tone=tone,
        points=_points(check),
        maximum=formats.maximum(check.max_points) if check.max_points else "",
    )


def _name(measure: str) -> str:
    """Return a measure without its unit, which stands beside every value."""
    for unit in UNITS:
        measure = measure.removesuffix(unit)
    words = measure.replace("_", " ").replace("-", " ")
    return words[:1].upper() + words[1:]


def _interval(measured: MeasurementRecord | None, unit: str) -> str:
    if measured is None or measured.low is None or measured.high is None:
        return formats.NONE
    low, high = (formats.measure(v, unit) for v in (measured.low, measured.high))
    return f"{low.removesuffix(f' {unit}')}–{high.removesuffix(f' {unit}')}"


def _bound(rule: Rule | None) -> str:
    if rule is None or not rule.is_drawn:
        return formats.NONE
    return f"{'≤' if rule.is_falling else '≥'} {rule.short(best_of(rule))}"


def _points(check: CheckView) -> str:
    if check.max_points == 0:
        return "gate"
    return formats.NONE if check.state == "not_run" else formats.points(check.points)


def _facts(
    measured: Mapping[str, MeasurementRecord],
    summary: Mapping[str, Any] | None,
    grade: Mapping[str, Any],
) -> Iterator[tuple[str, str]]:
    if summary is not None and summary["rows"]:
        yield from _summary(summary["rows"][0])
    if MEMORY in measured:
        most = f"{grade['limits']['memory_mib']:,} MiB"
        yield PEAK, f"{formats.memory(measured[MEMORY].value)} of {most}"
    if STARTUP in measured:
        said = formats.duration(measured[STARTUP].value)
        most = grade["options"].get("ready_s")
        yield "Ready after", said if most is None else f"{said} of {most:g} s"


def _summary(row: list[float]) -> Iterator[tuple[str, str]]:
    asked, seconds, failed, compared, wrong = row
    yield "Requests", f"{formats.whole(asked)} in {formats.duration(seconds)}"
    yield "Without an answer", formats.whole(failed)
    of = f"{formats.whole(wrong)} of {formats.whole(compared)} compared"
    yield "Wrong answers", of
