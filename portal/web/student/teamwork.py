"""For whom one hands in: what an assignment's page says of teams."""

from dataclasses import dataclass

from portal.assignments.models import Assignment, Team
from portal.assignments.teams import (
    Party,
    TeamSize,
    invites_to,
    team_size,
    why_not_yet,
)
from portal.courses.models import Enrollment, Role


@dataclass(frozen=True)
class Teamwork:
    """A student's team here; ``problem`` says why they can't hand in yet."""

    size: TeamSize
    team: Team | None
    members: tuple[Enrollment, ...]
    everybody: str  # with "you" first
    invites: int
    problem: str
    joined_late: bool  # it had handed in before they came


def teamwork_of(assignment: Assignment, party: Party) -> Teamwork | None:
    """Return it to students where teams hand in, None to everybody else."""
    size = team_size(assignment)
    if not size.is_teamwork or party.enrollment.role != Role.STUDENT:
        return None
    team = party.team
    return Teamwork(
        size=size,
        team=team,
        members=party.members,
        everybody=names(party.others, before="you"),
        invites=0 if team else len(invites_to(party.enrollment, assignment)),
        problem=why_not_yet(assignment, party),
        joined_late=_joined_late(party),
    )


def names(people: tuple[Enrollment, ...], *, before: str) -> str:
    """Return them as one would say it: you, Alice and Bob."""
    said = [before, *(one.user.name or one.user.email for one in people)]
    if len(said) == 1:
        return f"so far only {before}"
    return f"{', '.join(said[:-1])} and {said[-1]}"


def _joined_late(party: Party) -> bool:
    first = party.team.first_hand_in_at if party.team else None
    return bool(first and party.joined_at and party.joined_at > first)
