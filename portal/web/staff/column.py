"""One assignment's grades: how they are spread, and showing them to the class."""

import statistics
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.gradebook import services, stored
from portal.gradebook.access import visible_entries
from portal.gradebook.selectors import StoredTable, head_of, stored_table
from portal.lib.errors import InvalidError
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import assignment_of_staff
from portal.web.staff.faces import counted
from portal.web.staff.forms import ReasonForm

SHOWN_LINES = 20
QUARTILES = ("Lowest", "A quarter is below", "Median", "A quarter is above", "Highest")


@dataclass(frozen=True)
class Spread:
    """The grades of one column, in counts and quartiles."""

    students: int
    graded: int
    waiting: int
    missing: int
    quartiles: tuple[float, ...]  # lowest, first, median, third, highest

    @property
    def named(self) -> list[tuple[str, float]]:
        return list(zip(QUARTILES, self.quartiles, strict=True))


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the column, whether its grades are released, and what was written of it."""
    now = timezone.now()
    assignment = assignment_of_staff(request.user, public_id, now=now)
    course = assignment.course
    head = head_of(course)
    place = next(
        (n for n, c in enumerate(head.columns) if c.assignment.pk == assignment.pk),
        None,
    )
    if place is None:
        raise InvalidError("This assignment is not published; nobody has a grade yet.")
    services.refresh_rows(course, now=now, head=head)
    table = stored_table(course, head)
    lines = visible_entries(request.user, course).filter(assignment=assignment)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Gradebook"),
        "course": course,
        "assignment": assignment,
        "column": head.columns[place],
        "spread": spread_of(table, place),
        "is_shown_alone": _is_shown_alone(table, place),
        "lines": lines[:SHOWN_LINES],
        "form": ReasonForm(),
    }
    return render(request, "staff/column.html", context)


@login_required
@require_POST
def release(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the grades to all students of the course at once."""
    now = timezone.now()
    assignment = assignment_of_staff(request.user, public_id, now=now)
    reason = _reason(request)
    services.release(assignment, reason=reason, actor=request.user, now=now)
    messages.success(request, "Released: every student sees their own grade now.")
    return redirect("staff:column", public_id)


@login_required
@require_POST
def withdraw(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Hide the grades from the students again."""
    now = timezone.now()
    assignment = assignment_of_staff(request.user, public_id, now=now)
    reason = _reason(request)
    services.withdraw(assignment, reason=reason, actor=request.user, now=now)
    messages.success(request, "Hidden again; what was read cannot be unread.")
    return redirect("staff:column", public_id)


def spread_of(table: StoredTable, place: int) -> Spread:
    """Return how the grades of one column are spread."""
    cells = [row.cell(place) for row in table.rows]
    marks = [cell[stored.MARKS] for cell in cells]
    points = sorted(c[stored.POINTS] for c in cells if c[stored.POINTS] is not None)
    return Spread(
        students=len(cells),
        graded=len(points),
        waiting=counted(marks, stored.PENDING),
        missing=counted(marks, stored.NOTHING | stored.MISSING),
        quartiles=_quartiles(points),
    )


def _quartiles(points: list[float]) -> tuple[float, ...]:
    if len(points) < 2:
        return tuple(points) * 5
    inner = statistics.quantiles(points, n=4, method="inclusive")
    return (points[0], *inner, points[-1])


def _is_shown_alone(table: StoredTable, place: int) -> bool:
    """Say whether a single student's grade is released, while the column is not."""
    return any(row.marks[place] & stored.ALONE for row in table.rows)


def _reason(request: SignedInRequest) -> str:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise InvalidError("Say why, for the ledger.")
    return str(form.cleaned_data["reason"])
