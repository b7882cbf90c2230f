"""What staff do when the work is in: marks, corrections, releases."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from portal.commands.simulate.events import Event
from portal.commands.simulate.people import Habit
from portal.commands.simulate.stage import Item, Player, Stage
from portal.gradebook.selectors import counting_submission
from portal.gradebook.services import adjust, comment, enter_override, release

MARKED_AFTER = timedelta(days=4)
RELEASED_AFTER = timedelta(days=7)
CORRECTED = 0.015  # of all (student, assignment)
ABSENT = 0.08
SMALL = 10  # points
THERE = "Simulated: from the notes of the sessions."
AWAY = "Simulated: away from several sessions without a word."


def staff_events(stage: Stage) -> Iterable[Event]:
    """Yield everything that staff do to grades, in no order."""
    for item in stage.items:
        due = item.due_or(stage.ends - RELEASED_AFTER)
        if item.is_by_hand:
            yield from _by_hand(stage, item, due + MARKED_AFTER)
        if _is_corrected(item):
            yield from _corrections(stage, item, due + RELEASED_AFTER)
        yield Event(due + RELEASED_AFTER, partial(_release, stage, item))


def _is_corrected(item: Item) -> bool:
    """Whether single points are worth a word: not of a note, nor of credit."""
    is_large = item.spec.points >= SMALL and not item.is_credit
    return is_large and (item.is_handed_in or item.is_by_hand or item.is_by_question)


def _by_hand(stage: Stage, item: Item, at: datetime) -> Iterable[Event]:
    """Yield the grades of what nobody hands in, such as participation."""
    for number, player in enumerate(stage.players):
        act = partial(_enter, stage, item, player)
        yield Event(at + timedelta(minutes=2 * number), act)


def _enter(stage: Stage, item: Item, player: Player, now: datetime) -> None:
    if not player.is_here():
        return
    luck = stage.luck("mark", item.slug, player.character.name)
    was_away = player.character.habit is Habit.FADING or luck.random() < ABSENT
    share = min(1.0, max(0.0, luck.gauss(0.6 if was_away else 0.92, 0.08)))
    points = round(item.spec.points * share)
    enter_override(
        item.assignment,
        player.enrollment,
        points=points,
        reason=AWAY if was_away else THERE,
        actor=stage.instructor,
        now=now,
    )
    stage.counts["absent too often"] += was_away
    stage.counts["marks by hand"] += 1


def _corrections(stage: Stage, item: Item, after: datetime) -> Iterable[Event]:
    """Yield a few adjustments and comments, after the grades were seen."""
    for player in stage.players:
        luck = stage.luck("correct", item.slug, player.character.name)
        if luck.random() < CORRECTED:
            points = luck.choice((2.0, 5.0, -3.0)) * item.spec.points / 100
            act = partial(_correct, stage, item, player, points)
            yield Event(after + timedelta(hours=luck.uniform(4, 90)), act)


def _correct(
    stage: Stage, item: Item, player: Player, points: float, now: datetime
) -> None:
    work = counting_submission(player.enrollment, item.assignment)
    if item.is_handed_in and work is None:
        return
    adjust(
        item.assignment,
        player.enrollment,
        points=points,
        reason="Simulated: looked at again.",
        actor=stage.instructor,
        now=now,
    )
    comment(
        item.assignment,
        player.enrollment,
        text="Simulated: thank you for asking.",
        actor=stage.instructor,
        now=now,
    )
    stage.counts["corrections"] += 1


def _release(stage: Stage, item: Item, now: datetime) -> None:
    release(
        item.assignment, reason="Simulated: graded.", actor=stage.instructor, now=now
    )
    stage.counts["released assignments"] += 1
