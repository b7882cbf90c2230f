"""What staff see of grading in lists, as tables to take away.

Where names are hidden a table says no more than the page: a name drawn by lot.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.courses.models import Course
from portal.lib.spreadsheets import Value
from portal.marking.access import get_marked_assignment
from portal.marking.papers import covered, names_of
from portal.marking.selectors.desk import Desk, Paper, Station, desk_of
from portal.marking.selectors.overview import drawn_names_in
from portal.marking.selectors.progress import GraderLine, progress_of
from portal.marking.selectors.requests import open_counts, requests_in
from portal.submissions.parties import members_by_submission
from portal.web.downloads import table_of
from portal.web.marking.course import rows_of
from portal.web.marking.desk import STATES
from portal.web.marking.requests import Line, line_of
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import course_of_staff

Row = Sequence[Value]
OF_REQUEST = (
    "asked at,name,email,assignment,about,state,points then,question,answers,"
    "last answer,closed at,closed by"
).split(",")
OF_STATION = (
    "paper,name,email,section,late,question,reading,state,points,of,dealt to,"
    "graded by,graded at"
).split(",")
OF_GRADER = "grader,dealt,to go,graded,mean share %,seconds each".split(",")
OF_ASSIGNMENT = "assignment,graded by people,to go,graded,open requests".split(",")


@login_required
@require_safe
def course(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send how far each assignment of a course is graded."""
    found = course_of_staff(request.user, public_id)
    rows: list[Row] = [OF_ASSIGNMENT]
    for one in rows_of(found, open_counts(found)):
        checks, waits = ", ".join(one.waiting.checks), one.waiting
        rows.append((waits.title, checks, waits.left, waits.done, one.requests))
    name = f"{found.slug}-{found.term}-grading"
    return table_of(rows, name=name, shape=shape, title="Grading")


@login_required
@require_safe
def requests(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send every regrade request of a course, answered or not."""
    found = course_of_staff(request.user, public_id)
    name = f"{found.slug}-{found.term}-regrade-requests"
    rows = _requests(found)
    return table_of(rows, name=name, shape=shape, title="Regrade requests")


@login_required
@require_safe
def papers(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send the queue of a desk: a row for each question of each paper and reading."""
    desk = desk_of(get_marked_assignment(request.user, public_id), now=timezone.now())
    return table_of(
        _papers(desk), name=_name(desk, "papers"), shape=shape, title="Papers"
    )


@login_required
@require_safe
def graders(request: SignedInRequest, public_id: UUID, shape: str) -> HttpResponse:
    """Send how far each grader of a desk is."""
    now = timezone.now()
    desk = desk_of(get_marked_assignment(request.user, public_id), now=now)
    rows: list[Row] = [OF_GRADER]
    rows += [_grader(line) for line in progress_of(desk, now=now).graders]
    return table_of(rows, name=_name(desk, "graders"), shape=shape, title="Graders")


def _requests(course: Course) -> Iterator[Row]:
    yield OF_REQUEST
    asked = list(requests_in(course).prefetch_related("messages"))
    names = drawn_names_in(course, [one.submission.assignment for one in asked])
    members = members_by_submission([one.submission for one in asked])
    zone = ZoneInfo(course.timezone)
    for one in asked:
        drawn = names.get(one.submission.assignment_id)
        hide = () if drawn is None else names_of(members[one.submission_id])
        said = [covered(message.text, hide) for message in one.messages.all()]
        email = one.submission.enrollment.user.email if drawn is None else ""
        yield _request(line_of(one, drawn), email, said, zone)


def _request(line: Line, email: str, said: Sequence[str], zone: ZoneInfo) -> Row:
    one = line.request
    by = "its author" if one.state == "withdrawn" else ""
    if one.decided_by is not None and not by:
        by = one.decided_by.name
    return (
        _at(one.opened_at, zone),
        *(line.name, email, line.assignment, line.about, line.word),
        one.points_before,
        said[0] if said else "",
        len(said) - 1,
        said[-1] if len(said) > 1 else "",
        *(_at(one.decided_at, zone), by),
    )


def _papers(desk: Desk) -> Iterator[Row]:
    yield OF_STATION
    zone = ZoneInfo(desk.assignment.course.timezone)
    for number, paper in enumerate(desk.papers, 1):
        whose = (number, paper.name, *_whose(desk, paper))
        for row in (*paper.stations, *paper.seconds):
            yield (*whose, *_station(row, zone))


def _whose(desk: Desk, paper: Paper) -> Row:
    """Return addresses, section and lateness; where names are hidden, lateness."""
    late = "late" if paper.submission.is_late else ""
    if desk.plan.is_blind:
        return "", "", late
    emails = ", ".join(one.user.email for one in paper.people)
    return emails, paper.section, late


def _station(row: Station, zone: ZoneInfo) -> Row:
    is_said = row.by is not None and bool(row.by.revision)
    return (
        row.check.title,
        row.reading,
        STATES[row.state][0],
        row.points,
        row.check.points,
        row.grader.name if row.grader else "",
        row.by.author.name if row.by and is_said else "",
        _at(row.by.at, zone) if row.by and is_said else "",
    )


def _grader(line: GraderLine) -> Row:
    share, pace = line.mean_points, line.pace_s
    return (
        *(line.grader.name, line.allotted, line.left, line.done),
        None if share is None else round(100 * share, 1),
        None if pace is None else round(pace),
    )


def _at(at: datetime | None, zone: ZoneInfo) -> str:
    return "" if at is None else at.astimezone(zone).isoformat(timespec="minutes")


def _name(desk: Desk, what: str) -> str:
    return f"{desk.assignment.course.slug}-{desk.assignment.slug}-{what}"
