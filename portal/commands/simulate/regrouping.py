"""What changes in teams during the term: one comes late, one team falls apart."""

from datetime import datetime

from portal.assignments.models import Team
from portal.assignments.services import (
    allow_any_size,
    dissolve_team,
    form_team_of,
    move_to_team,
)
from portal.assignments.teams import here_in, members_of, team_of, teams_of
from portal.commands.simulate.stage import Item, Player, Stage
from portal.courses.models import Enrollment
from portal.submissions.services import credit_earlier

Group = tuple[Player, ...]
LATE = "Simulated: was ill when the teams were formed, and worked with them since."
APART = "Simulated: the two who agreed on the topic left, the others asked for it."


def join_late(
    stage: Stage, items: list[Item], player: Player, mates: Group, now: datetime
) -> None:
    """Put the player into the mates' team everywhere, and let what came count."""
    if not player.is_here():
        return
    for item in items:
        if team_of(player.enrollment, item.assignment) is not None:
            continue
        team = _first_team(item, mates)
        if team is None:
            continue
        if len(members_of(team)) >= item.spec.team_max:
            allow_any_size(team, is_any_size=True, actor=stage.instructor, now=now)
        move_to_team(team, player.enrollment, actor=stage.instructor, now=now)
        credited = credit_earlier(
            team, player.enrollment, reason=LATE, actor=stage.instructor, now=now
        )
        stage.counts["late joiners' earlier hand-ins"] += credited
    stage.counts["joined a team late"] += 1


def fall_apart(stage: Stage, items: list[Item], group: Group, now: datetime) -> None:
    """Dissolve the group's team everywhere; its members go where there is room."""
    for item in items:
        team = _first_team(item, group)
        if team is None:
            continue
        dissolve_team(team, reason=APART, actor=stage.instructor, now=now)
        left = [player.enrollment for player in group if player.is_here()]
        _seat(stage, item, left, f"{team.name} anew", now)
    stage.counts["dissolved teams"] += 1


def _first_team(item: Item, players: Group) -> Team | None:
    found = (team_of(player.enrollment, item.assignment) for player in players)
    return next((team for team in found if team is not None), None)


def _seat(
    stage: Stage, item: Item, people: list[Enrollment], name: str, now: datetime
) -> None:
    most, rest = item.spec.team_max, list(people)
    for team in teams_of(item.assignment):
        if rest and len(here_in(team)) < most:
            move_to_team(team, rest.pop(), actor=stage.instructor, now=now)
    if not rest:
        return
    team = form_team_of(
        item.assignment, rest, name=name, actor=stage.instructor, now=now
    )
    if len(rest) < item.spec.team_min:
        allow_any_size(team, is_any_size=True, actor=stage.instructor, now=now)
