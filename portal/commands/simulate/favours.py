"""Who gets more time and who is excused: drawn before the term, given in it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

from portal.assignments.services import give_extension
from portal.commands.simulate.events import Event
from portal.commands.simulate.stage import Item, Player, Stage
from portal.gradebook.services import excuse

EXTENDED, EXCUSED = 0.015, 0.012  # of all (student, assignment)
WHY_MORE = (
    "Simulated: a fever, with a doctor's note.",
    "Simulated: a conference, agreed before.",
    "Simulated: the cloud credit came late.",
)
WHY_NOT = (
    "Simulated: a death in the family.",
    "Simulated: in hospital that week.",
)


@dataclass(frozen=True)
class Favours:
    """By assignment number and address: extensions, and who is excused."""

    more_time: dict[tuple[int, str], datetime] = field(default_factory=dict)
    excused: frozenset[tuple[int, str]] = frozenset()

    def until(self, item: Item, player: Player) -> datetime | None:
        return self.more_time.get(_key(item, player))


def draw_favours(stage: Stage) -> Favours:
    """Draw who gets what, from the seed."""
    more_time, excused = {}, set()
    for item in stage.items:
        for player in stage.players:
            luck = stage.luck("favour", item.slug, player.character.name)
            drawn = luck.random()
            if item.dates.due is None:
                continue
            if drawn < EXTENDED and item.is_handed_in:
                days = timedelta(days=luck.choice((1, 2, 3)))
                more_time[_key(item, player)] = item.dates.due + days
            elif drawn > 1 - EXCUSED:
                excused.add(_key(item, player))
    return Favours(more_time, frozenset(excused))


def favour_events(stage: Stage, favours: Favours) -> Iterable[Event]:
    """Yield what staff grant, when they do: more time before it is due, or nothing."""
    for item in stage.items:
        due = item.dates.due
        if due is None:
            continue
        for player in stage.players:
            luck = stage.luck("why", item.slug, player.character.name)
            if (until := favours.until(item, player)) is not None:
                act = partial(
                    _extend, stage, item, player, until, luck.choice(WHY_MORE)
                )
                yield Event(due - timedelta(hours=luck.uniform(3, 40)), act)
            if _key(item, player) in favours.excused:
                act = partial(_excuse, stage, item, player, luck.choice(WHY_NOT))
                yield Event(due + timedelta(hours=luck.uniform(5, 60)), act)


def _extend(
    stage: Stage, item: Item, player: Player, until: datetime, why: str, now: datetime
) -> None:
    give_extension(
        item.assignment,
        player.enrollment,
        until=until,
        reason=why,
        actor=stage.instructor,
        now=now,
    )
    stage.counts["extensions"] += 1


def _excuse(stage: Stage, item: Item, player: Player, why: str, now: datetime) -> None:
    excuse(
        item.assignment, player.enrollment, reason=why, actor=stage.instructor, now=now
    )
    stage.counts["excuses"] += 1


def _key(item: Item, player: Player) -> tuple[int, str]:
    return item.number, player.character.name
