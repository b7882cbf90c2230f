"""The rows of teams and the refusals that keep them right, whoever changes them."""

from datetime import datetime

from django.db import IntegrityError, transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment, Team, TeamInvite, TeamMember
from portal.assignments.teams import team_of, team_size
from portal.audit import services as audit
from portal.courses.models import Enrollment
from portal.lib.codes import new_code
from portal.lib.errors import ConflictError, InvalidError, NotFoundError, RefusedError

LONGEST_NAME = 64
Answer = TeamInvite.Answer


def make_team(
    assignment: Assignment, *, name: str, actor: User | None, now: datetime
) -> Team:
    """Write the row of an empty team; ConflictError where the name is taken."""
    if not team_size(assignment).is_teamwork:
        raise RefusedError("This assignment is handed in alone.", code="no_teamwork")
    name = " ".join(name.split())
    if not 0 < len(name) <= LONGEST_NAME or not name.isprintable():
        raise InvalidError(f"A team's name is one line of 1 to {LONGEST_NAME} letters.")
    try:
        with transaction.atomic():
            team = Team.objects.create(
                assignment=assignment,
                name=name,
                join_code=new_code(),
                formed_by=actor,
                formed_at=now,
            )
    except IntegrityError as error:
        raise ConflictError(f"There is a team called {name}; take another.") from error
    audit.record("team.formed", team, actor=actor, now=now, name=name)
    return team


def place(
    team: Team, student: Enrollment, *, actor: User | None, now: datetime
) -> None:
    """Write that ``student`` is in the team now; ConflictError if in one already."""
    try:
        with transaction.atomic():
            TeamMember.objects.create(
                team=team,
                assignment_id=team.assignment_id,
                enrollment=student,
                joined_at=now,
            )
    except IntegrityError as error:
        refuse_if_placed(student, team.assignment)
        raise ConflictError("They have just joined a team; look again.") from error
    audit.record("team.joined", team, actor=actor, now=now, who=str(student.public_id))


def end_place(
    team: Team, student: Enrollment, *, actor: User | None, now: datetime
) -> None:
    """Write that ``student`` is in the team no more."""
    ended = TeamMember.objects.filter(team=team, enrollment=student, left_at=None)
    if not ended.update(left_at=now):
        raise ConflictError("They are not in this team.")
    audit.record("team.left", team, actor=actor, now=now, who=str(student.public_id))


def end_team(
    team: Team, *, actor: User | None, now: datetime, reason: str = ""
) -> None:
    """Write that the team is no more; its submissions count as they did."""
    team.members.filter(left_at=None).update(left_at=now)
    team.invites.filter(answer=Answer.OPEN).update(
        answer=Answer.WITHDRAWN, answered_at=now
    )
    team.dissolved_at = now
    team.save(update_fields=["dissolved_at"])
    audit.record("team.dissolved", team, actor=actor, now=now, reason=reason)


def refuse_if_placed(student: Enrollment, assignment: Assignment) -> None:
    """Refuse whoever is in a team of the assignment."""
    team = team_of(student, assignment)
    if team is not None:
        name = student.user.name or student.user.email
        raise ConflictError(
            f"{name} is in the team {team.name} already, and nobody is in two.",
            code="in_a_team",
        )


def refuse_if_full(team: Team) -> None:
    """Refuse a team with no place left; who was dropped holds none."""
    most = team_size(team.assignment).most
    here = team.members.filter(left_at=None, enrollment__is_active=True).count()
    if here >= most and not team.is_any_size:
        raise ConflictError(
            f"The team {team.name} is full: it has {here} of at most {most}.",
            code="team_full",
        )


def refuse_outsider(team: Team, student: Enrollment) -> None:
    """Refuse whoever is not in the team: to them it is not there."""
    if not team.members.filter(enrollment=student, left_at=None).exists():
        raise NotFoundError("There is no such team of yours.")
