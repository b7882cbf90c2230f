"""What students do in a term: hand in, leave, come back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from portal.assignments.dates import stretched
from portal.commands.simulate.attempts import Attempt, attempts_of
from portal.commands.simulate.events import Event
from portal.commands.simulate.favours import Favours
from portal.commands.simulate.grading import Desk
from portal.commands.simulate.illness import last_work
from portal.commands.simulate.stage import Item, Player, Stage
from portal.commands.simulate.teaming import Teams
from portal.courses.models import Role
from portal.courses.services import drop, enroll
from portal.gradebook.services import excuse

AWAY = timedelta(days=12)


def student_events(
    stage: Stage, desk: Desk, favours: Favours, teams: Teams
) -> Iterable[Event]:
    """Yield everything that students do, in no order."""
    for player in stage.players:
        leaves, returns = absence_of(stage, player)
        for item in _work_of(stage, player, teams):
            for event in _hand_ins(stage, desk, item, player, favours):
                is_away = leaves is not None and event.at >= leaves
                if not is_away or (returns is not None and event.at >= returns):
                    yield event
        if leaves is not None:
            yield Event(leaves, partial(_leave, stage, player))
        if leaves is not None and returns is not None:
            yield Event(returns, partial(_return, stage, player))
            yield from _made_up_for(stage, player, leaves, returns)


def _work_of(stage: Stage, player: Player, teams: Teams) -> Iterable[Item]:
    """Yield what this player hands in; whoever is ill leaves out the last."""
    last = last_work(stage) if player.character.falls_ill else None
    for item in stage.items:
        if item.is_handed_in and teams.hands_in(item, player) and item is not last:
            yield item


def absence_of(stage: Stage, player: Player) -> tuple[datetime | None, datetime | None]:
    """Return from when the player is out of the course, and since when back in it."""
    if not player.character.leaves:
        return None, None
    luck = stage.luck("leaves", player.character.name)
    leaves = stage.begins + (stage.ends - stage.begins) * luck.uniform(0.35, 0.6)
    return leaves, leaves + AWAY if player.character.returns else None


def _made_up_for(
    stage: Stage, player: Player, leaves: datetime, returns: datetime
) -> Iterable[Event]:
    """What was due while somebody was out of the course is excused when they return."""
    for item in stage.items:
        due = item.dates.due
        if due is not None and item.is_handed_in and leaves < due < returns:
            act = partial(_excuse, stage, item, player)
            yield Event(returns + timedelta(hours=1), act)


def _excuse(stage: Stage, item: Item, player: Player, now: datetime) -> None:
    excuse(
        item.assignment,
        player.enrollment,
        reason="Simulated: was out of the course when it was due.",
        actor=stage.instructor,
        now=now,
    )
    stage.counts["excuses"] += 1


def _hand_ins(
    stage: Stage, desk: Desk, item: Item, player: Player, favours: Favours
) -> Iterable[Event]:
    dates = stretched(
        item.dates,
        multiplier=player.enrollment.time_multiplier,
        until=favours.until(item, player),
    )
    if dates.due is None:
        return
    attempts = attempts_of(
        player.character,
        opens=dates.release or stage.begins,
        due=dates.due,
        progress=item.progress,
        is_text=item.is_text,
        is_for_team=item.is_teamwork,
        rng=stage.luck("work", player.character.name, item.slug),
    )
    for attempt in attempts:
        yield Event(attempt.at, partial(_hand_in, desk, item, player, attempt))


def _hand_in(
    desk: Desk, item: Item, player: Player, attempt: Attempt, now: datetime
) -> None:
    desk.hand_in(item, player, attempt)


def _leave(stage: Stage, player: Player, now: datetime) -> None:
    drop(player.enrollment, actor=stage.instructor, now=now)
    stage.counts["dropped"] += 1


def _return(stage: Stage, player: Player, now: datetime) -> None:
    enroll(
        stage.course,
        player.user,
        role=Role.STUDENT,
        section=player.character.section,
        actor=stage.instructor,
        now=now,
    )
    stage.counts["came back"] += 1
