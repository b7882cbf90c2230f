"""Measured values on their curves, beside what they were before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString

from graders.scoring import curve_corners, curve_share
from portal.grading.models import MeasurementRecord
from portal.grading.selectors import CheckView, ReportView
from portal.web import formats
from portal.web.charts import Curve, Reading, curve_chart
from portal.web.student.curve_words import Rule, each_of, in_full, next_better, rule_of
from portal.web.student.verdicts import WORDS, shown_state


@dataclass(frozen=True)
class Figure:
    """One chart with the sentence that says what it shows."""

    finding: str
    more: str
    chart: SafeString
    is_full: bool = False  # nothing was lost here


@dataclass(frozen=True)
class Repeats:
    """The figures behind the charts: a row a repeat."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    each: str  # what a row is: a seed, a round


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
    """Return a chart for each check whose value became points, losses first."""
    measured = {m.name: m for m in report.measurements}
    drawn = []
    for number, check in enumerate(report.checks, start=1):
        rule = rule_of(check.curve, check.unit, check.max_points)
        is_known = check.value is not None and check.points is not None
        if rule is not None and rule.is_drawn and is_known:
            drawn.append((f"curve{number}", check, rule))
    found = []
    for key, check, rule in drawn:
        mine = _reading(check, measured.get(check.measure), report.seeds)
        figure = _figure(check, rule, mine, _earlier(check, before), key=key)
        if len(drawn) > 1:  # then each says which check it is of
            figure = replace(figure, finding=f"{check.title}: {figure.finding}")
        found.append(figure)
    return sorted(found, key=lambda figure: figure.is_full)


def repeats(report: ReportView) -> Repeats | None:
    """Return the figures of each repeat, or None where nothing was repeated."""
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
    each = {each_of(m.repeats, report.seeds) for m in many}
    word = each.pop() if len(each) == 1 else "repeat"
    return Repeats(tuple(title_of(m.name) for m in many), tuple(rows), word)


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
    check: CheckView, rule: Rule, mine: Reading, earlier: Reading | None, *, key: str
) -> Figure:
    unit = _unit(check)
    curve = Curve(
        curve_corners(rule.kind, rule.numbers),
        check.max_points,
        title_of(check.measure).lower() or "value",
        unit,
        in_full(rule),
    )
    extra = "extra " if check.is_bonus else ""
    return Figure(
        finding=f"{formats.measure(mine.value, unit)} is worth "
        f"{formats.points(mine.points)} {extra}points.",
        more=_to_go(check, rule, mine.value),
        chart=curve_chart(curve, mine, earlier, key=key),
        is_full=mine.points >= check.max_points,
    )


def _reading(
    check: CheckView, measured: MeasurementRecord | None, seeds: Sequence[int]
) -> Reading:
    value, points = check.value or 0.0, check.points or 0.0
    if measured is None:
        return Reading("you", value, points)
    repeats = tuple(measured.repeats)
    each = each_of(repeats, seeds)
    return Reading("you", value, points, measured.low, measured.high, repeats, each)


def _to_go(check: CheckView, rule: Rule, value: float) -> str:
    missing = check.max_points - (check.points or 0.0)
    better, unit = next_better(rule, value), _unit(check)
    if missing <= 0:
        return f"That is all of them: full from {formats.measure(better, unit)}."
    if check.state == "not_run":
        return "It counts once the checks that it requires are met."
    if value <= better if rule.is_falling else value >= better:
        return ""
    gap = formats.measure(abs(better - value), unit)
    more = curve_share(rule.kind, rule.numbers, value=better) * check.max_points
    more -= check.points or 0.0
    which = "the other" if more >= missing - 1e-9 else "another"
    way = "less" if rule.is_falling else "more"
    return f"{gap} {way} would give {which} {formats.points(more)}."


def _unit(check: CheckView) -> str:
    return check.unit or ("×" if check.curve.get("kind") == "ratio" else "")


def _earlier(check: CheckView, before: Before | None) -> Reading | None:
    line = before.lines.get(check.name) if before else None
    if before is None or line is None or line["value"] is None:
        return None
    return Reading(f"submission {before.number}", line["value"], line["points"])


def _change(check: CheckView, line: Mapping[str, Any]) -> Change:
    then, now, unit = line["value"], check.value, _unit(check)
    has_values = then is not None and now is not None and bool(check.measure)
    words = [_word(check, state) for state in (line["state"], check.state)]
    return Change(
        title=check.title,
        then=formats.measure(then, unit) if has_values else words[0],
        now=formats.measure(now, unit) if has_values else words[1],
        change=formats.change(now - then, unit) if has_values else formats.NONE,
        points=None
        if check.max_points == 0
        else (check.points or 0.0) - line["points"],
    )


def _word(check: CheckView, state: str) -> str:
    return WORDS[shown_state(state, is_bonus=check.is_bonus)][0]


def before_of(score: Any, number: int, *, points: float) -> Before:
    """Return an earlier submission to compare with; ``points`` as far as shown."""
    lines: Sequence[Mapping[str, Any]] = score.lines
    open_ones = [
        line for line in lines if line.get("visibility", "visible") == "visible"
    ]
    return Before(number, points, {line["name"]: line for line in open_ones})
