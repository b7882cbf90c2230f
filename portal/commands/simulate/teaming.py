"""Who works with whom: drawn before the term, formed in it by students or by staff."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from portal.assignments.services import (
    allow_any_size,
    form_team,
    form_team_of,
    join_team,
    take_over_teams,
)
from portal.commands.simulate.events import Event
from portal.commands.simulate.stage import Item, Player, Stage

FORMED_AFTER = timedelta(days=2)  # the release
Group = tuple[Player, ...]


class Teams:
    """The groups of the class, the same for every assignment of the same size."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.items = tuple(i for i in stage.items if i.is_handed_in and i.is_teamwork)
        self.of: Mapping[int, tuple[Group, ...]] = {
            item.number: _groups(stage, item) for item in self.items
        }

    def hands_in(self, item: Item, player: Player) -> bool:
        """Whether it is this player who hands in, alone or for a team."""
        if item.number not in self.of:
            return True
        return any(group[0] is player for group in self.of[item.number])

    def events(self) -> Iterable[Event]:
        """Yield how teams are formed; a later milestone takes over the earlier ones."""
        sources: dict[tuple[int, int], Item] = {}
        for item in sorted(self.items, key=self._opens):
            sizes = (item.spec.team_min, item.spec.team_max)
            at = self._opens(item) + FORMED_AFTER
            if sizes in sources:
                act = partial(_take_over, self._stage, item, sources[sizes])
                yield Event(at + timedelta(hours=1), act)
                continue
            sources[sizes] = item
            for number, group in enumerate(self.of[item.number], start=1):
                act = partial(_form, self._stage, item, number, group)
                yield Event(at + timedelta(minutes=number), act)

    def _opens(self, item: Item) -> datetime:
        return item.dates.release or self._stage.begins


def _groups(stage: Stage, item: Item) -> tuple[Group, ...]:
    """Deal each section into as few teams as its size allows, all about as large."""
    key = (item.spec.team_min, item.spec.team_max)
    found: list[Group] = []
    sections = sorted({player.character.section for player in stage.players})
    for section in sections:
        here = [p for p in stage.players if p.character.section == section]
        stage.luck("teams", section, *key).shuffle(here)
        teams = max(1, ceil(len(here) / item.spec.team_max))
        found += [tuple(here[n::teams]) for n in range(teams)]
    return tuple(found)


def _form(stage: Stage, item: Item, number: int, group: Group, now: datetime) -> None:
    here = [player for player in group if player.is_here()]
    if not here:
        return
    name = f"Team {number}"
    if number % 2:
        team = form_team(item.assignment, name=name, actor=here[0].user, now=now)
        for player in here[1:]:
            code = team.join_code
            join_team(item.assignment, code=code, actor=player.user, now=now)
    else:
        team = form_team_of(
            item.assignment,
            [player.enrollment for player in here],
            name=name,
            actor=stage.instructor,
            now=now,
        )
    if len(here) < item.spec.team_min:
        allow_any_size(team, is_any_size=True, actor=stage.instructor, now=now)
    stage.counts["teams"] += 1


def _take_over(stage: Stage, item: Item, source: Item, now: datetime) -> None:
    made = take_over_teams(
        item.assignment, source.assignment, actor=stage.instructor, now=now
    )
    stage.counts["teams"] += len(made)
