"""Measured values on their curves, beside what they were before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from portal.grading.models import MeasurementRecord
from portal.grading.selectors import CheckView, ReportView
from portal.web import formats
from portal.web.charts import Curve, Reading, curve_chart
from portal.web.student.verdicts import WORDS


@dataclass(frozen=True)
class Figure:
    """One chart with the sentence that says what it shows."""

    finding: str
    more: str
    chart: SafeString
    is_full: bool = False  # nothing was lost here


@dataclass(frozen=True)
class Repeats:
    """The figures behind the charts: a row a seed."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Change:
    """One line of "Since submission n"."""

    title: str
    then: str
    now: str
    change: str
    points: float | None


@dataclass(frozen=True)
class Before:
    """An earlier submission: its number and the lines of its score."""

    number: int
    points: float
    lines: Mapping[str, Mapping[str, Any]]


def figures(report: ReportView, before: Before | None) -> list[Figure]:
    """Return a chart for each check that a line turns into points, losses first."""
    measured = {m.name: m for m in report.measurements}
    found = [
        _figure(check, measured.get(check.measure), before, key=f"curve{number}")
        for number, check in enumerate(report.checks, start=1)
        if check.curve.get("kind") == "line"
        and check.value is not None
        and check.points is not None
    ]
    return sorted(found, key=lambda figure: figure.is_full)


def repeats(report: ReportView) -> Repeats | None:
    """Return the figures of each seed, or None where nothing was repeated."""
    many = [m for m in report.measurements if len(m.repeats) > 1]
    if not many:
        return None
    count = max(len(m.repeats) for m in many)
    rows = [
        (
            str(n + 1),
            *(
                _cell(m.repeats[n], m) if n < len(m.repeats) else formats.NONE
                for m in many
            ),
        )
        for n in range(count)
    ]
    rows.append(("Together", *(_cell(m.value, m) for m in many)))
    return Repeats(tuple(title_of(m.name) for m in many), tuple(rows))


def changes(report: ReportView, before: Before | None) -> list[Change]:
    """Return how each check the viewer sees has moved since ``before``."""
    if before is None:
        return []
    return [
        _change(check, before.lines[check.name])
        for check in report.checks
        if check.name in before.lines
        and check.points is not None
        and check.visibility == "visible"
        and check.state not in ("with_staff", "later")
    ]


def title_of(name: str) -> str:
    """Return a measurement's name as a heading."""
    return name.replace("_", " ").replace("-", " ").capitalize()


def _cell(value: float, measured: MeasurementRecord) -> str:
    return formats.measure(value, measured.unit)


def _figure(
    check: CheckView,
    measured: MeasurementRecord | None,
    before: Before | None,
    *,
    key: str,
) -> Figure:
    zero, full = check.curve["numbers"]
    value, points = check.value or 0.0, check.points or 0.0
    what = title_of(check.measure).lower() or "value"
    curve = Curve(zero, full, check.max_points, what, check.unit)
    mine = Reading(
        "you",
        value,
        points,
        measured.low if measured else None,
        measured.high if measured else None,
        tuple(measured.repeats) if measured else (),
    )
    earlier = _earlier(check, before)
    return Figure(
        finding=f"{formats.measure(value, check.unit)} is worth "
        f"{formats.points(points)} points.",
        more=_to_go(check, value, zero, full),
        chart=curve_chart(curve, mine, earlier, key=key),
        is_full=points >= check.max_points,
    )


def _to_go(check: CheckView, value: float, zero: float, full: float) -> str:
    missing = check.max_points - (check.points or 0.0)
    if missing <= 0:
        return f"That is all of them: full from {formats.measure(full, check.unit)}."
    way = "more" if full > zero else "less"
    gap = formats.measure(abs(full - value), check.unit)
    return f"{gap} {way} would give the other {formats.points(missing)}."


def _earlier(check: CheckView, before: Before | None) -> Reading | None:
    line = before.lines.get(check.name) if before else None
    if before is None or line is None or line["value"] is None:
        return None
    return Reading(f"submission {before.number}", line["value"], line["points"])


def _change(check: CheckView, line: Mapping[str, Any]) -> Change:
    then, now = line["value"], check.value
    has_values = then is not None and now is not None and bool(check.measure)
    return Change(
        title=check.title,
        then=formats.measure(then, check.unit)
        if has_values
        else WORDS[line["state"]][0],
        now=formats.measure(now, check.unit) if has_values else WORDS[check.state][0],
        change=formats.change(now - then, check.unit) if has_values else formats.NONE,
        points=None
        if check.max_points == 0
        else (check.points or 0.0) - line["points"],
    )


def before_of(score: Any, number: int, *, points: float) -> Before:
    """Return an earlier submission to compare with; ``points`` as far as shown."""
    lines: Sequence[Mapping[str, Any]] = score.lines
    return Before(number, points, {line["name"]: line for line in lines})
