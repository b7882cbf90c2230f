"""One assignment's checks over the class: which tell something, which trip."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.assignments.models import Assignment
from portal.gradebook import stored
from portal.gradebook.selectors import Column, head_of, stored_table
from portal.gradebook.services import refresh_rows
from portal.insight.checks import FEWEST, CheckFacts
from portal.insight.classwork import ClassWork
from portal.lib.errors import NotFoundError
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import assignment_of_staff
from portal.web.staff.focus import focus_facts
from portal.web.staff.spreads import Spread, spreads_of

WEAK = 0.1  # a check that correlates less with the rest tells little


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
    excused: int

    @property
    def passed(self) -> int:
        """How many have reached the pass mark."""
        return self.work.passed


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the analysis of an assignment to its staff."""
    assignment = assignment_of_staff(request.user, public_id, now=timezone.now())
    course = assignment.course
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Dashboard"),
        "course": course,
        "analysis": analysis_of(assignment, now=timezone.now()),
    }
    return render(request, "staff/analysis.html", context)


def analysis_of(assignment: Assignment, *, now: datetime) -> Analysis:
    """Return the page's figures; NotFoundError where nobody can have handed in."""
    course = assignment.course
    head = head_of(course)
    refresh_rows(course, now=now, head=head)
    column = next((c for c in head.columns if c.assignment.pk == assignment.pk), None)
    if column is None:
        raise NotFoundError("This assignment is not published, so nobody handed it in.")
    table, place = stored_table(course, head), head.columns.index(column)
    work, facts = focus_facts(column, head, table)
    return Analysis(
        column=column,
        work=work,
        lines=tuple(CheckLine(one, _tells(one)) for one in facts),
        spreads=spreads_of(column, facts),
        median_tries=work.median_tries,
        median_to_pass=work.median_to_pass,
        excused=sum(
            bool(row.cell(place)[stored.MARKS] & stored.EXCUSED) for row in table.rows
        ),
    )


def _tells(facts: CheckFacts) -> str:
    """Return what the figures say of the check itself."""
    if not facts.count:
        return "not decided yet"
    if facts.count < FEWEST:
        return f"too few to tell: {FEWEST} are needed"
    if facts.met == facts.count:
        return "everybody meets it"
    if facts.met == 0 and facts.mean_points == 0:
        return "nobody meets it"
    if facts.tells_apart is None:
        return facts.untold if facts.max_points else ""
    if facts.tells_apart < 0:
        return "those who do better elsewhere do worse here: look at it"
    return "tells little about the rest" if facts.tells_apart < WEAK else ""
