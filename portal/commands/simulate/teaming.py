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
from portal.commands.simulate.people import Habit
from portal.commands.simulate.regrouping import Group, fall_apart, join_late
from portal.commands.simulate.stage import Item, Player, Stage

FORMED_AFTER = timedelta(days=2)  # the release
ENOUGH = 3  # teams, so that one of them changes
LATE_BY = timedelta(hours=12)  # after the first due date
APART_AFTER = 0.4  # of the time until then
STEADIEST = (
    Habit.EARLY,
    Habit.STEADY,
    Habit.STRUGGLING,
    Habit.LAST_HOUR,
    Habit.FADING,
)


class Teams:
    """The groups of the class, the same for every assignment of the same size."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self.items = tuple(i for i in stage.items if i.is_teamwork)
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
            sizes = _sizes(item)
            at = self._opens(item) + FORMED_AFTER
            if sizes in sources:
                act = partial(_take_over, self._stage, item, sources[sizes])
                yield Event(at + timedelta(hours=1), act)
                continue
            sources[sizes] = item
            yield from self._formed(item, at)

    def _formed(self, item: Item, at: datetime) -> Iterable[Event]:
        """Yield the first teams of a size; where there are enough, two change."""
        groups = list(self.of[item.number])
        if len(groups) >= ENOUGH and len(groups[0]) > 1:
            due = item.due_or(self._stage.ends)
            same = [one for one in self.items if _sizes(one) == _sizes(item)]
            first, late, *others = groups[0]
            groups[0] = mates = (first, *others)
            act = partial(join_late, self._stage, same, late, mates)
            yield Event(due + LATE_BY, act)
            act = partial(fall_apart, self._stage, same, groups[-1])
            yield Event(at + (due - at) * APART_AFTER, act)
        for number, group in enumerate(groups, start=1):
            act = partial(_form, self._stage, item, number, group)
            yield Event(at + timedelta(minutes=number), act)

    def _opens(self, item: Item) -> datetime:
        return item.dates.release or self._stage.begins


def _sizes(item: Item) -> tuple[int, int]:
    return item.spec.team_min, item.spec.team_max


def _groups(stage: Stage, item: Item) -> tuple[Group, ...]:
    """Deal each section into as few teams as its size allows, all about as large."""
    key = _sizes(item)
    found: list[Group] = []
    sections = sorted({player.character.section for player in stage.players})
    for section in sections:
        here = [p for p in stage.players if p.character.section == section]
        stage.luck("teams", section, *key).shuffle(here)
        teams = max(1, ceil(len(here) / item.spec.team_max))
        found += [_ordered(here[n::teams]) for n in range(teams)]
    return tuple(found)


def _ordered(players: list[Player]) -> Group:
    """Put first whoever is most likely to be there when it is due: they hand in."""

    def trouble(player: Player) -> tuple[bool, int]:
        who = player.character
        return who.leaves or who.falls_ill, STEADIEST.index(who.habit)

    return tuple(sorted(players, key=trouble))


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
