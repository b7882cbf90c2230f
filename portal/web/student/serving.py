"""How a server held under load: the picture, its sentence, and a row for each rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from portal.grading.models import MeasurementRecord
from portal.grading.selectors import ReportView
from portal.web import formats
from portal.web.charts.latency import Bound, Percentile, latency_chart

BY_RATE, BOUND = "latency-by-rate", "latency-bound"  # names that judges use
LEAST_RATES = 2
LAG = "lag, ms"
ERRORS = "errors, %"


@dataclass(frozen=True)
class Latency:
    """What the page says of a server under load."""

    finding: str
    more: str
    chart: SafeString
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    lag: str  # of the load generator, at its worst


def latency_of(report: ReportView) -> Latency | None:
    """Return the picture of a report that has one; the viewer may see its check."""
    found = {each["name"]: each for each in report.series}
    table, asked = found.get(BY_RATE), found.get(BOUND)
    if not table or not asked or len(table["rows"]) < LEAST_RATES or not asked["rows"]:
        return None
    rate, ms, percentile = asked["rows"][0]
    bound = Bound(f"p{percentile:g}", rate, ms)
    lines = _lines(table, bound)
    if not any(line.is_graded for line in lines):
        return None
    finding, more = _words(lines, bound, _counted(report, bound))
    return Latency(
        finding=finding,
        more=more,
        chart=latency_chart(lines, bound, says=f"{finding} {more}"),
        heads=tuple(_head(column) for column in table["columns"]),
        rows=tuple(_row(table["columns"], row) for row in table["rows"]),
        lag=_lag(table),
    )


def _lines(table: Mapping[str, Any], bound: Bound) -> list[Percentile]:
    lines = []
    for index, column in enumerate(table["columns"]):
        name = column.partition(",")[0]
        if index and name.startswith("p") and name[1:].isdigit():
            points = tuple((row[0], row[index]) for row in table["rows"])
            lines.append(Percentile(name, points, is_graded=name == bound.name))
    return lines


def _counted(report: ReportView, bound: Bound) -> MeasurementRecord | None:
    """Return what was graded at the rate, over several runs; the picture shows one."""
    found = [one for one in report.measurements if one.name == f"latency_{bound.name}"]
    return found[0] if found and len(found[0].repeats) > 1 else None


def _words(
    lines: list[Percentile], bound: Bound, counted: MeasurementRecord | None
) -> tuple[str, str]:
    graded = next(line for line in lines if line.is_graded)
    at = min(graded.points, key=lambda point: abs(point[0] - bound.rate))
    within = formats.measure(counted.value if counted else at[1], "ms")
    runs = (
        f", the {counted.aggregate} of {len(counted.repeats)} runs" if counted else ""
    )
    finding = (
        f"At {at[0]:g} requests a second, {bound.name[1:]} of 100 answers come within "
        f"{within}{runs}."
    )
    held = [rate for rate, ms in graded.points if ms <= bound.ms]
    broken = [rate for rate, ms in graded.points if ms > bound.ms]
    limit = formats.measure(bound.ms, "ms")
    if broken and held:
        more = (
            f"The bound of {limit} held up to {max(held):.0f} a second and broke at "
            f"{min(broken):.0f}."
        )
    elif broken:
        more = f"The bound of {limit} broke at every rate that was tried."
    else:
        more = (
            f"The bound of {limit} held at every rate, up to {max(held):.0f} a second."
        )
    return finding, f"The picture has one run a rate. {more}" if counted else more


def _head(column: str) -> str:
    return column[:1].upper() + column[1:]


def _row(columns: list[str], row: list[float]) -> tuple[str, ...]:
    return tuple(_cell(name, value) for name, value in zip(columns, row, strict=True))


def _cell(column: str, value: float) -> str:
    if column.endswith("req/s"):
        return f"{value:.0f}"
    if column == ERRORS:
        return f"{value:.1f}"
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}"


def _lag(table: Mapping[str, Any]) -> str:
    if LAG not in table["columns"]:
        return ""
    index = table["columns"].index(LAG)
    return formats.measure(max(row[index] for row in table["rows"]), "ms")
