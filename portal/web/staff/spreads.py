"""How the measured values of checks are spread, with the curve's knots below them."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString

from graders.scoring import curve_corners
from graders.spec import Check, spec_from_json
from portal.gradebook.selectors import Column
from portal.insight.checks import CheckFacts
from portal.web.charts.bars import histogram


@dataclass(frozen=True)
class Spread:
    """The measured values of one check, and where its curve bends."""

    title: str
    says: str
    chart: SafeString
    is_bent: bool  # its curve has knots to show


def spreads_of(column: Column, facts: Sequence[CheckFacts]) -> tuple[Spread, ...]:
    """Return a picture for each check with points whose values differ; no query."""
    version = column.assignment.published_version
    checks = spec_from_json(version.spec).checks if version else ()
    by_name = {check.name: check for check in checks if check.points}
    return tuple(
        _spread(one, by_name[one.name], number)
        for number, one in enumerate(facts)
        if len(set(one.values)) > 1 and one.name in by_name
    )


def _spread(facts: CheckFacts, check: Check, number: int) -> Spread:
    corners = curve_corners(check.curve.kind, check.curve.numbers)
    bends = [value for value, _ in corners]
    middle = statistics.median(facts.values)
    unit = f" {check.unit}" if check.unit else ""
    says = f"{facts.count} submissions; the median is {middle:.4g}{unit}"
    bending = f"; the curve bends at {', '.join(f'{b:g}' for b in bends)}"
    chart = histogram(
        facts.values,
        low=min([*facts.values, *bends]),
        high=max([*facts.values, *bends]),
        what=check.title,
        says=f"{says}{bending if bends else ''}.",
        key=f"spread-{number}",
        middle=middle,
        knots=bends,
    )
    return Spread(check.title, says, chart, is_bent=bool(bends))
