"""What staff do with teams: form, move, take out, dissolve, take over."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment, Team
from portal.assignments.services.placing import (
    end_place,
    end_team,
    make_team,
    place,
    refuse_if_full,
    refuse_if_placed,
)
from portal.assignments.teams import members_of, team_of, team_size, teams_of
from portal.audit import services as audit
from portal.courses.access import is_staff_of
from portal.courses.models import Enrollment, Role
from portal.lib.errors import ConflictError, InvalidError, NotFoundError

LONGEST_REASON = 2000


@transaction.atomic
def form_team_of(
    assignment: Assignment,
    students: Sequence[Enrollment],
    *,
    name: str,
    actor: User,
    now: datetime,
) -> Team:
    """Make a team of these students; whoever is in one already is refused by name."""
    _refuse_but_staff(assignment, actor)
    if len({student.pk for student in students}) != len(students):
        raise InvalidError("Somebody is named twice.")
    team = make_team(assignment, name=name, actor=actor, now=now)
    for student in students:
        _refuse_stranger(assignment, student)
        refuse_if_placed(student, assignment)
        place(team, student, actor=actor, now=now)
    most = team_size(assignment).most
    if len(students) > most:
        raise ConflictError(
            f"These are {len(students)}, and a team has at most {most}.",
            code="team_full",
        )
    return team


@transaction.atomic
def move_to_team(
    team: Team, student: Enrollment, *, actor: User, now: datetime
) -> Team | None:
    """Put ``student`` in the team, out of any other; return the team they were in.

    What they handed in with the other one goes on counting for them. A team that is
    left empty is dissolved.
    """
    assignment = team.assignment
    _refuse_but_staff(assignment, actor)
    _refuse_stranger(assignment, student)
    # In one order, so that two moves at once wait for each other.
    before = team_of(student, assignment)
    keys = sorted({team.pk, before.pk if before else team.pk})
    locked = {t.pk: t for t in Team.objects.select_for_update().filter(pk__in=keys)}
    team = locked[team.pk]
    if before is not None and before.pk == team.pk:
        raise ConflictError("They are in this team already.")
    if team.dissolved_at is not None:
        raise ConflictError(f"The team {team.name} is dissolved.")
    if before is not None:
        _take_out(before, student, actor=actor, now=now)
    refuse_if_full(team)
    place(team, student, actor=actor, now=now)
    return before


@transaction.atomic
def remove_from_team(
    team: Team, student: Enrollment, *, actor: User, now: datetime
) -> None:
    """Take ``student`` out; what the team handed in with them counts as it did."""
    _refuse_but_staff(team.assignment, actor)
    _take_out(team, student, actor=actor, now=now)


@transaction.atomic
def dissolve_team(team: Team, *, reason: str, actor: User, now: datetime) -> None:
    """End the team; its submissions stay and count for those who were in it."""
    _refuse_but_staff(team.assignment, actor)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_REASON:
        raise InvalidError(f"Say why, in at most {LONGEST_REASON:,} characters.")
    if team.dissolved_at is not None:
        raise ConflictError(f"The team {team.name} is dissolved already.")
    end_team(team, actor=actor, now=now, reason=reason)


@transaction.atomic
def allow_any_size(
    team: Team, *, is_any_size: bool, actor: User, now: datetime
) -> None:
    """Let the team be smaller or larger than the assignment says, or no longer."""
    _refuse_but_staff(team.assignment, actor)
    if team.is_any_size == is_any_size:
        return
    team.is_any_size = is_any_size
    team.save(update_fields=["is_any_size"])
    audit.record("team.size_allowed", team, actor=actor, now=now, any=is_any_size)


@transaction.atomic
def take_over_teams(
    assignment: Assignment, source: Assignment, *, actor: User, now: datetime
) -> list[Team]:
    """Form the teams of ``source`` here too, as for the next milestone of a project.

    Whoever is in a team here already keeps it, and whoever left the course stays out.
    """
    _refuse_but_staff(assignment, actor)
    if source.course_id != assignment.course_id:
        raise NotFoundError("There is no such assignment in this course.")
    taken = set(assignment.teams.filter(dissolved_at=None).values_list("name"))
    made = []
    for team in teams_of(source):
        students = [
            one
            for one in members_of(team)
            if one.is_active and team_of(one, assignment) is None
        ]
        if students and (team.name,) not in taken:
            made.append(_copy(team, assignment, students, actor=actor, now=now))
    return made


def _copy(
    team: Team,
    assignment: Assignment,
    students: Sequence[Enrollment],
    *,
    actor: User,
    now: datetime,
) -> Team:
    copy = make_team(assignment, name=team.name, actor=actor, now=now)
    if team.is_any_size:
        copy.is_any_size = True
        copy.save(update_fields=["is_any_size"])
    for student in students:
        place(copy, student, actor=actor, now=now)
    return copy


def _take_out(team: Team, student: Enrollment, *, actor: User, now: datetime) -> None:
    end_place(team, student, actor=actor, now=now)
    if not team.members.filter(left_at=None).exists():
        end_team(team, actor=actor, now=now, reason="Nobody was left in it.")


def _refuse_but_staff(assignment: Assignment, actor: User) -> None:
    if not is_staff_of(actor, assignment.course):
        raise NotFoundError("There is no such assignment.")


def _refuse_stranger(assignment: Assignment, student: Enrollment) -> None:
    if student.course_id != assignment.course_id:
        raise NotFoundError("They are not in the course of this assignment.")
    if student.role != Role.STUDENT or not student.is_active:
        name = student.user.name or student.user.email
        raise ConflictError(f"{name} is no student of this course now.")
