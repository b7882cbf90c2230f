"""The board: models by what they keep and what they cost, under names drawn by lot."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST, require_safe

from graders.spec import AssignmentSpec
from graders.spec.model import Board
from portal.accounts.models import User
from portal.assignments.access import get_assignment, visible_assignments
from portal.assignments.models import Assignment
from portal.assignments.selectors import current_spec, shown_version, shown_versions
from portal.courses.access import get_course
from portal.courses.models import STAFF
from portal.courses.selectors import enrollment_of
from portal.gradebook.board import Entry, standings_of
from portal.gradebook.services.presence import set_presence
from portal.lib.errors import NotFoundError
from portal.web import formats
from portal.web.charts import Spot, pareto_chart
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.student.leaders import has_leaders


@dataclass(frozen=True)
class Line:
    """One row of the table; ``person`` is empty for students."""

    entry: Entry
    person: str
    is_mine: bool


@dataclass(frozen=True)
class View:
    """What ``student/board.html`` needs."""

    spec: AssignmentSpec
    board: Board
    lines: tuple[Line, ...]
    chart: SafeString | None
    sentence: str
    own_name: str
    is_staff: bool
    is_away: bool


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show the board to whoever is in the course and may see the assignment."""
    assignment = get_assignment(request.user, public_id, now=timezone.now())
    view = view_of(assignment, request.user)
    context = {
        "frame": course_frame(
            request.user, assignment.course, is_staff=view.is_staff, here="Boards"
        ),
        "course": assignment.course,
        "assignment": assignment,
        "view": view,
    }
    return render(request, "student/board.html", context)


@login_required
@require_POST
def presence(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Leave a board of either kind, or come back: each decides for themselves."""
    now, is_away = timezone.now(), request.POST.get("away") == "1"
    assignment = get_assignment(request.user, public_id, now=now)
    enrollment = enrollment_of(request.user, assignment.course)
    spec = _spec_of(assignment)
    is_board = spec is not None and spec.board is not None
    if enrollment is None or not (is_board or has_leaders(assignment)):
        raise NotFoundError("This assignment has no board.")
    set_presence(enrollment, assignment, is_away=is_away, actor=request.user, now=now)
    said = "You left the board." if is_away else "You are on the board again."
    messages.success(request, said)
    return redirect("student:board" if is_board else "student:leaders", public_id)


@login_required
@require_safe
def index(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """List the boards of a course; show the only one at once."""
    course = get_course(request.user, public_id)
    visible = list(visible_assignments(request.user, course, now=timezone.now()))
    versions = shown_versions(visible)
    boards = [
        (one, spec)
        for one in visible
        if one.pk in versions and (spec := current_spec(one, versions[one.pk])).board
    ]
    if not boards:
        raise NotFoundError("This course has no boards.")
    if len(boards) == 1:
        return redirect("student:board", boards[0][0].public_id)
    enrollment = enrollment_of(request.user, course)
    is_staff = enrollment is not None and enrollment.role in STAFF
    frame = course_frame(request.user, course, is_staff=is_staff, here="Boards")
    context = {"frame": frame, "course": course, "boards": boards}
    return render(request, "student/boards.html", context)


def view_of(assignment: Assignment, viewer: User) -> View:
    """Return the board, or NotFoundError where the assignment has none."""
    spec = _spec_of(assignment)
    board = spec.board if spec else None
    enrollment = enrollment_of(viewer, assignment.course)
    if spec is None or board is None or enrollment is None:
        raise NotFoundError("This assignment has no board.")
    is_staff = enrollment.role in STAFF
    standings = standings_of(assignment, board)
    lines = tuple(
        Line(
            entry=entry,
            person=entry.people if is_staff else "",
            is_mine=entry.is_of(enrollment),
        )
        for entry in (*standings.entries, *(standings.left if is_staff else ()))
    )
    return View(
        spec=spec,
        board=board,
        lines=lines,
        chart=_chart(lines),
        sentence=_sentence(lines),
        own_name="" if is_staff else standings.name_of(enrollment),
        is_staff=is_staff,
        is_away=str(enrollment.public_id) in standings.away,
    )


def _spec_of(assignment: Assignment) -> AssignmentSpec | None:
    version = shown_version(assignment)
    return current_spec(assignment, version) if version else None


def _chart(lines: Sequence[Line]) -> SafeString | None:
    if not lines:
        return None
    spots = [
        Spot(
            name=line.entry.pseudonym,
            quality=line.entry.quality.value,
            size=line.entry.size.value,
            faster=line.entry.faster,
            is_mine=line.is_mine,
            is_out=line.entry.rank is None,
        )
        for line in lines
    ]
    first = lines[0].entry
    if first.quality.baseline is not None and first.size.baseline is not None:
        reference = Spot(
            "supplied",
            first.quality.baseline,
            first.size.baseline,
            1.0,
            is_reference=True,
        )
        spots.append(reference)
    return pareto_chart(spots, first.size.unit)


def _sentence(lines: Sequence[Line]) -> str:
    """Say the viewer's own result, or the best one's."""
    entry = next((line.entry for line in lines if line.is_mine), None)
    if entry is None or not entry.size.baseline or not entry.quality.baseline:
        return ""
    sizes = [
        formats.measure(value, entry.size.unit)
        for value in (entry.size.value, entry.size.baseline)
    ]
    kept = entry.quality.value / entry.quality.baseline
    return (
        f"{sizes[0]} instead of {sizes[1]}, at {kept:.1%} of the supplied model’s "
        f"{entry.quality.name.replace('_', ' ')}, {entry.faster:.1f} times as fast."
    ).replace("%", " %")
