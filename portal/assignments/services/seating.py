"""Puts many students into teams at once, as a file has them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from portal.accounts.models import User
from portal.assignments.models import Assignment, Team
from portal.assignments.services.teams import (
    form_team_of,
    move_to_team,
    remove_from_team,
)
from portal.assignments.teams import here_in, teams_of
from portal.courses.models import Enrollment


@dataclass(frozen=True)
class Seat:
    """In which team a student is to be, by its name, and in which one they are."""

    student: Enrollment
    name: str
    before: Team | None


@transaction.atomic
def seat_in_teams(
    assignment: Assignment, seats: Sequence[Seat], *, actor: User, now: datetime
) -> int:
    """Form the teams that are missing and move whoever is elsewhere, all or nobody.

    Return how many teams are new. Students may change places between full teams.
    """
    teams = {team.name: team for team in teams_of(assignment)}
    going = Counter(seat.before.pk for seat in seats if seat.before)
    emptied = {t.pk for t in teams.values() if going[t.pk] >= len(here_in(t))}
    made = 0
    for seat in seats:  # first out, so that places are free; the last ends a team
        if seat.before is not None and seat.before.pk not in emptied:
            remove_from_team(seat.before, seat.student, actor=actor, now=now)
    for seat in seats:
        if seat.name not in teams:
            teams[seat.name] = form_team_of(
                assignment, [], name=seat.name, actor=actor, now=now
            )
            made += 1
        move_to_team(teams[seat.name], seat.student, actor=actor, now=now)
    return made
