"""What staff see in lists, as tables to take away."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.assignments.models import Assignment
from portal.assignments.teams import here_in, teams_of, without_team
from portal.courses.models import Course
from portal.courses.roster import COLUMNS
from portal.courses.selectors import roster
from portal.lib.spreadsheets import Value
from portal.web.downloads import table_of
from portal.web.requests import SignedInRequest
from portal.web.staff.analysis import Analysis, analysis_of
from portal.web.staff.doors import assignment_of_staff, course_of_staff

Row = Sequence[Value]


@login_required
@require_safe
def people(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send who is in the course, as a roster file that can be taken in again."""
    course = course_of_staff(request.user, public_id)
    name = f"{course.slug}-{course.term}-people"
    return table_of(_people(course), name=name, shape=shape, title="People")


@login_required
@require_safe
def analysis(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send the figures of an assignment's checks."""
    now = timezone.now()
    assignment = assignment_of_staff(request.user, public_id, now=now)
    rows = _checks(analysis_of(assignment, now=now))
    return table_of(rows, name=_name(assignment, "checks"), shape=shape, title="Checks")


@login_required
@require_safe
def teams(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send who is in which team of an assignment, and who in none."""
    assignment = assignment_of_staff(request.user, public_id, now=timezone.now())
    rows = _teams(assignment)
    return table_of(rows, name=_name(assignment, "teams"), shape=shape, title="Teams")


def _people(course: Course) -> Iterator[Row]:
    yield COLUMNS
    names = ("user__email", "user__name", "role", "section__name")
    for *said, section in roster(course).filter(is_active=True).values_list(*names):
        yield *said, section or ""


def _checks(found: Analysis) -> Iterator[Row]:
    yield (
        *("check", "title", "points", "decided", "met", "met %"),
        *("mean points", "share of points", "with the rest", "says"),
    )
    for line in found.lines:
        one = line.facts
        yield (
            *(one.name, one.title, one.max_points, one.count, one.met),
            *(_short(one.met_percent), _short(one.mean_points), _short(one.share)),
            *(_short(one.tells_apart), line.tells),
        )


def _teams(assignment: Assignment) -> Iterator[Row]:
    yield "team", "email", "name"
    for team in teams_of(assignment):
        for one in here_in(team):
            yield team.name, one.user.email, one.user.name
    for one in without_team(assignment):
        yield "", one.user.email, one.user.name


def _name(assignment: Assignment, what: str) -> str:
    return f"{assignment.course.slug}-{assignment.slug}-{what}"


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
