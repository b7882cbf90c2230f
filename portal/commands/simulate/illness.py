"""Who falls ill before the last work is done: incomplete, and for some done later."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from portal.commands.simulate.events import Event
from portal.commands.simulate.stage import Item, Player, Stage
from portal.gradebook.services import enter_override, mark_incomplete

LEAST = 0.5  # of the largest assignment's points: the last work is no small one
MARKED_AFTER = timedelta(days=1)  # it was due
DONE_BEFORE = timedelta(days=2)  # the end
ILL = "Simulated: ill since the week before, with a letter; does it later."
DONE = "Simulated: done later, as agreed."


def last_work(stage: Stage) -> Item | None:
    """Return the last large assignment that is handed in, or None."""
    dated = [item for item in stage.items if item.is_handed_in and item.dates.due]
    most = max((item.spec.points for item in dated), default=0)
    large = [item for item in dated if item.spec.points >= LEAST * most]
    return max(large, key=lambda item: item.due_or(stage.ends), default=None)


def illness_events(stage: Stage) -> Iterable[Event]:
    """Yield how the last work of whoever is ill stays open, and is done by some."""
    item = last_work(stage)
    if item is None:
        return
    for player in stage.players:
        if not player.character.falls_ill:
            continue
        at = item.due_or(stage.ends) + MARKED_AFTER
        yield Event(at, partial(_mark, stage, item, player))
        if player.character.recovers:
            yield Event(stage.ends - DONE_BEFORE, partial(_do, stage, item, player))


def _mark(stage: Stage, item: Item, player: Player, now: datetime) -> None:
    where = (item.assignment, player.enrollment)
    mark_incomplete(*where, reason=ILL, actor=stage.instructor, now=now)
    stage.counts["incomplete"] += 1


def _do(stage: Stage, item: Item, player: Player, now: datetime) -> None:
    points = round(item.spec.points * player.character.skill)
    where = (item.assignment, player.enrollment)
    enter_override(*where, points=points, reason=DONE, actor=stage.instructor, now=now)
    stage.counts["done later"] += 1
