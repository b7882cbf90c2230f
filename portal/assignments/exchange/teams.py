"""A file of teams: who is to be in which; what that would change."""

from collections import Counter
from dataclasses import dataclass, field

from portal.assignments.models import Assignment, Team
from portal.assignments.services.seating import Seat
from portal.assignments.teams import here_in, team_size, teams_of
from portal.courses.models import Enrollment
from portal.courses.selectors import students_of
from portal.lib.columns import Row, rows_by_column
from portal.lib.errors import RefusedError

NEEDED = ("team", "email")
BESIDE = ("name", "section")


@dataclass
class TeamsPlan:
    """All that a file would change; with ``problems`` nothing can be written."""

    seats: list[Seat] = field(default_factory=list)
    same: int = 0
    problems: list[str] = field(default_factory=list)


@dataclass
class _Found:
    """The teams there are, and how many each would have."""

    students: dict[str, Enrollment]
    teams: dict[str, Team]
    team_by: dict[int, Team]
    sizes: Counter[str]
    last: dict[str, Row] = field(default_factory=dict)


def plan_teams(assignment: Assignment, content: bytes) -> TeamsPlan:
    """Compare a file with the teams there are; 4 queries, writes nothing.

    Who is not in the file, or in no team there, stays where they are.
    """
    if not team_size(assignment).is_teamwork:
        raise RefusedError("This assignment is handed in alone.", code="no_teamwork")
    plan, first, found = TeamsPlan(), dict[int, Row](), _found(assignment)
    for row in rows_by_column(content, NEEDED, BESIDE):
        student, name = found.students.get(row["email"].lower()), _name(row)
        if not name:
            continue
        if student is None:
            plan.problems.append(row.wrong(f"{row['email']} is no student here."))
        elif student.pk in first:
            other = first[student.pk]
            said = f"{row['email']} is in {_name(other)!r} on line {other.line} already"
            plan.problems.append(row.wrong(f"{said}, and nobody is in two."))
        else:
            first[student.pk] = row
            _seat(plan, row, student, found)
    plan.problems += _too_large(assignment, found)
    return plan


def _found(assignment: Assignment) -> _Found:
    teams = list(teams_of(assignment))
    return _Found(
        {one.user.email.lower(): one for one in students_of(assignment.course)},
        {team.name: team for team in teams},
        {one.pk: team for team in teams for one in here_in(team)},
        Counter({t.name: sum(e.is_active for e in here_in(t)) for t in teams}),
    )


def _seat(plan: TeamsPlan, row: Row, student: Enrollment, found: _Found) -> None:
    """Note what one line would change."""
    before, name = found.team_by.get(student.pk), _name(row)
    if before is not None and before.name == name:
        plan.same += 1
        return
    if before is not None:
        found.sizes[before.name] -= 1
    found.sizes[name] += 1
    found.last[name] = row
    plan.seats.append(Seat(student, name, before))


def _too_large(assignment: Assignment, found: _Found) -> list[str]:
    """Say which teams the file makes too large; any size may be allowed to one."""
    most = team_size(assignment).most
    free = {name for name, team in found.teams.items() if team.is_any_size}
    return [
        row.wrong(f"{name} would have {found.sizes[name]}, a team has at most {most}.")
        for name, row in found.last.items()
        if found.sizes[name] > most and name not in free
    ]


def _name(row: Row) -> str:
    return " ".join(row["team"].split())
