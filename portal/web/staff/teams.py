"""The teams of an assignment, for staff: seen, formed, changed, dissolved."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portal.assignments import services
from portal.assignments.models import Assignment, Team
from portal.assignments.selectors import assignments_of, current_spec, titles_of
from portal.assignments.teams import (
    TeamSize,
    here_in,
    team_size,
    teams_of,
    without_team,
)
from portal.courses.models import Enrollment
from portal.courses.selectors import student_by_email, students_of
from portal.lib.codes import as_shown
from portal.lib.errors import InvalidError, NotFoundError
from portal.submissions.selectors import hand_ins_by_team
from portal.submissions.services import credit_earlier
from portal.web.frame import course_frame
from portal.web.requests import SignedInRequest
from portal.web.staff.doors import assignment_of_staff, team_of_staff


@dataclass(frozen=True)
class TeamLine:
    """One team of the list; ``problem`` says what is odd about its size."""

    team: Team
    members: tuple[Enrollment, ...]
    code: str
    hand_ins: int
    problem: str


@login_required
@require_safe
def show(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Show all teams, and who is in none."""
    now = timezone.now()
    assignment = assignment_of_staff(request.user, public_id, now=now)
    course = assignment.course
    size = team_size(assignment)
    context = {
        "frame": course_frame(request.user, course, is_staff=True, here="Assignments"),
        "course": course,
        "assignment": assignment,
        "title": current_spec(assignment).title,
        "size": size,
        "lines": lines_of(assignment, size),
        "alone": list(without_team(assignment)),
        "students": list(students_of(course)),
        "sources": _sources(assignment),
    }
    return render(request, "staff/teams.html", context)


def lines_of(assignment: Assignment, size: TeamSize) -> list[TeamLine]:
    """Return the teams; 4 queries at any size."""
    teams = list(teams_of(assignment))
    counts = hand_ins_by_team(assignment)
    return [_line(team, size, counts.get(team.pk, 0)) for team in teams]


@login_required
@require_POST
def form(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Form a team of the students that were ticked."""
    now = timezone.now()
    assignment = assignment_of_staff(request.user, public_id, now=now)
    ticked = request.POST.getlist("student")
    students = _students(assignment, ticked)
    if not students:
        raise InvalidError("Tick the students who are to be in the team.")
    name = request.POST.get("name", "")
    team = services.form_team_of(
        assignment, students, name=name, actor=request.user, now=now
    )
    return _back(request, assignment, f"The team {team.name} is formed.")


@login_required
@require_POST
def take_over(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Form the teams of another assignment here too."""
    now = timezone.now()
    assignment = assignment_of_staff(request.user, public_id, now=now)
    source = assignment_of_staff(
        request.user, _uuid(request.POST.get("source", "")), now=now
    )
    made = services.take_over_teams(assignment, source, actor=request.user, now=now)
    count = len(made)
    said = f"{count} team{'' if count == 1 else 's'} taken over."
    return _back(request, assignment, said)


@login_required
@require_POST
def move(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Put a student in the team, out of any other; what came before may count too."""
    now = timezone.now()
    team = team_of_staff(request.user, public_id, now=now)
    student = student_by_email(team.assignment.course, request.POST.get("email", ""))
    if student is None:
        raise NotFoundError("No student of this course has that address.")
    with transaction.atomic():
        services.move_to_team(team, student, actor=request.user, now=now)
        credited = 0
        if request.POST.get("earlier"):
            reason = request.POST.get("reason", "")
            credited = credit_earlier(
                team, student, reason=reason, actor=request.user, now=now
            )
    said = f"{_name(student)} is in {team.name} now"
    if credited:
        said += f"; {credited} earlier submission{'s' * (credited > 1)} count too"
    return _back(request, team.assignment, f"{said}.")


@login_required
@require_POST
def remove(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Take a student out; what came with them counts as it did."""
    now = timezone.now()
    team = team_of_staff(request.user, public_id, now=now)
    student = _student(team.assignment, request)
    services.remove_from_team(team, student, actor=request.user, now=now)
    said = f"{_name(student)} is out of {team.name}; what they handed in counts on."
    return _back(request, team.assignment, said)


@login_required
@require_POST
def size(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """Let the team be of any size, or no longer."""
    now = timezone.now()
    team = team_of_staff(request.user, public_id, now=now)
    is_any = request.POST.get("any") == "yes"
    services.allow_any_size(team, is_any_size=is_any, actor=request.user, now=now)
    said = "may be of any size" if is_any else "is held to the size of the others"
    return _back(request, team.assignment, f"{team.name} {said}.")


@login_required
@require_POST
def dissolve(request: SignedInRequest, public_id: UUID) -> HttpResponse:
    """End a team; its submissions stay."""
    now = timezone.now()
    team = team_of_staff(request.user, public_id, now=now)
    reason = request.POST.get("reason", "")
    services.dissolve_team(team, reason=reason, actor=request.user, now=now)
    said = f"{team.name} is dissolved; what it handed in counts on."
    return _back(request, team.assignment, said)


def _line(team: Team, size: TeamSize, hand_ins: int) -> TeamLine:
    members = tuple(here_in(team))
    here = sum(one.is_active for one in members)
    problem = ""
    if not team.is_any_size and here < size.least:
        problem = f"{here} of at least {size.least}"
    elif not team.is_any_size and here > size.most:
        problem = f"{here} of at most {size.most}"
    return TeamLine(team, members, as_shown(team.join_code), hand_ins, problem)


def _sources(assignment: Assignment) -> list[tuple[str, str]]:
    """Return the other assignments that have teams, by id and title."""
    found = assignments_of(assignment.course).exclude(pk=assignment.pk)
    listed = list(
        found.filter(teams__dissolved_at=None, teams__isnull=False).distinct()
    )
    titles = titles_of(listed)
    return [(str(item.public_id), titles[item.pk]) for item in listed]


def _students(assignment: Assignment, ids: Sequence[str]) -> list[Enrollment]:
    keys = [_uuid(one) for one in ids]
    found = assignment.course.enrollments.filter(public_id__in=keys)
    return list(found.select_related("user"))


def _student(assignment: Assignment, request: SignedInRequest) -> Enrollment:
    found = _students(assignment, [request.POST.get("student", "")])
    if not found:
        raise NotFoundError("There is no such student in this course.")
    return found[0]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise InvalidError("Choose one from the list.") from None


def _name(student: Enrollment) -> str:
    return student.user.name or student.user.email


def _back(
    request: SignedInRequest, assignment: Assignment, sentence: str
) -> HttpResponse:
    messages.success(request, sentence)
    return redirect("staff:teams", assignment.public_id)
