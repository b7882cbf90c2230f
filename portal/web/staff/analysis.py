"""One assignment's checks over the class: which tell something, which trip."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from graders.scoring import curve_corners
from graders.spec import Check, spec_from_json
from portal.gradebook.selectors import Column, head_of, stored_table
from portal.gradebook.services import refresh_rows
from portal.insight.checks import CheckFacts
from portal.insight.classwork import ClassWork
from portal.lib.errors import NotFoundError
from portal.web.charts.bars import histogram
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import assignment_of_staff
from portal.web.staff.focus import focus_facts

WEAK = 0.1  # a check that correlates less with the rest tells little


@dataclass(frozen=True)
class Spread:
    """The measured values of one check, and where its curve bends."""

    title: str
    says: str
    chart: SafeString


@dataclass(frozen=True)
class CheckLine:
    """One check with what its figures suggest."""

    facts: CheckFacts
    tells: str


@dataclass(frozen=True)
class Analysis:
    """What ``staff/analysis.html`` needs."""

    column: Column
    work: ClassWork
    lines: tuple[CheckLine, ...]
    spreads: tuple[Spread, ...]
    median_tries: float | None
    median_to_pass: float | None

    @property
    def passed(self) -> int:
        """How many have reached the pass mark."""
        return len(self.work.tries_to_pass)


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the analysis of an assignment to its staff."""
    now = timezone.now()
    assignment = assignment_of_staff(request.user, public_id, now=now)
    course = assignment.course
    head = head_of(course)
    refresh_rows(course, now=now, head=head)
    column = next((c for c in head.columns if c.assignment.pk == assignment.pk), None)
    if column is None:
        raise NotFoundError("This assignment is not published, so nobody handed it in.")
    work, facts = focus_facts(column, head, stored_table(course, head))
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Dashboard"),
        "course": course,
        "analysis": analysis_of(column, work, facts),
    }
    return render(request, "staff/analysis.html", context)


def analysis_of(
    column: Column, work: ClassWork, facts: Sequence[CheckFacts]
) -> Analysis:
    """Return the page's figures; pure but for the assignment's version."""
    version = column.assignment.published_version
    checks = spec_from_json(version.spec).checks if version else ()
    by_name = {check.name: check for check in checks}
    return Analysis(
        column=column,
        work=work,
        lines=tuple(CheckLine(one, _tells(one)) for one in facts),
        spreads=tuple(_spreads(facts, by_name)),
        median_tries=statistics.median(work.tries) if work.tries else None,
        median_to_pass=(
            statistics.median(work.tries_to_pass) if work.tries_to_pass else None
        ),
    )


def _tells(facts: CheckFacts) -> str:
    """Return what the figures say of the check itself."""
    if not facts.count:
        return "not decided yet"
    if facts.met == facts.count:
        return "everybody meets it"
    if facts.met == 0 and facts.mean_points == 0:
        return "nobody meets it"
    if facts.tells_apart is None:
        return ""
    if facts.tells_apart < 0:
        return "those who do better elsewhere do worse here: look at it"
    return "tells little about the rest" if facts.tells_apart < WEAK else ""


def _spreads(facts: Sequence[CheckFacts], checks: Mapping[str, Check]) -> list[Spread]:
    return [
        _spread(one, checks[one.name], number)
        for number, one in enumerate(facts)
        if len(set(one.values)) > 1 and one.name in checks and checks[one.name].points
    ]


def _spread(facts: CheckFacts, check: Check, number: int) -> Spread:
    corners = curve_corners(check.curve.kind, check.curve.numbers)
    bends = [value for value, _ in corners]
    middle = statistics.median(facts.values)
    low = min([*facts.values, *bends])
    high = max([*facts.values, *bends])
    unit = f" {check.unit}" if check.unit else ""
    says = f"{facts.count} submissions; the median is {middle:.4g}{unit}"
    chart = histogram(
        facts.values,
        low=low,
        high=high,
        what=check.title,
        says=f"{says}; the curve bends at {', '.join(f'{b:g}' for b in bends)}.",
        key=f"spread-{number}",
        middle=middle,
        knots=bends,
    )
    return Spread(check.title, says, chart)
