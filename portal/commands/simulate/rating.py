"""What members of a team say of each other, and the grades that staff enter of it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from portal.commands.simulate.events import Event
from portal.commands.simulate.people import Habit
from portal.commands.simulate.stage import Item, Player, Stage
from portal.meetings.ratings import task_of
from portal.meetings.services import Opinion, enter_ratings, rate_team

SAYS_NOTHING = 0.1
ENTERED_AFTER = timedelta(hours=3)  # it is due
SENTENCES = {
    1: "Simulated: we hardly heard of them.",
    2: "Simulated: did less than we had agreed on.",
    3: "Simulated: did what we had agreed on.",
    4: "Simulated: was there whenever something broke.",
    5: "Simulated: without them there would be no project.",
}
USUAL = {Habit.EARLY: 4.6, Habit.STRUGGLING: 3.2, Habit.FADING: 2.0}


def rating_events(stage: Stage) -> Iterable[Event]:
    """Yield who rates when, and the entering of grades once it is due."""
    for item in stage.items:
        due = item.dates.due
        if item.kind != "peer_rating" or due is None:
            continue
        opens = item.dates.release or stage.begins
        for player in stage.players:
            luck = stage.luck("rates", item.slug, player.character.name)
            if luck.random() < SAYS_NOTHING:
                continue
            at = due - (due - opens) * luck.uniform(0.02, 0.3)
            yield Event(at, partial(_rate, stage, item, player))
        yield Event(due + ENTERED_AFTER, partial(_enter, stage, item))


def _rate(stage: Stage, item: Item, player: Player, now: datetime) -> None:
    if not player.is_here():
        return
    task = task_of(item.assignment, player.enrollment, now=now)
    if task.party.team is None or not task.missing:
        return
    habits = {one.enrollment.pk: one.character.habit for one in stage.players}
    said = {}
    for other in task.missing:
        luck = stage.luck("rating", item.slug, player.character.name, other.user.name)
        usual = USUAL.get(habits.get(other.pk, Habit.STEADY), 4.0)
        points = max(1, min(5, round(luck.gauss(usual, 0.6))))
        said[other.pk] = Opinion(points, SENTENCES[points])
    rate_team(item.assignment, player.enrollment, said, actor=player.user, now=now)
    stage.counts["ratings of teammates"] += len(said)


def _enter(stage: Stage, item: Item, now: datetime) -> None:
    enter_ratings(item.assignment, actor=stage.instructor, now=now)
    stage.counts["ratings entered as grades"] += 1
