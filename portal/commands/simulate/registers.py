"""What happens at each session: who was there, and what was corrected the day after."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from random import Random

from portal.commands.simulate.events import Event
from portal.commands.simulate.people import Habit
from portal.commands.simulate.stage import Item, Player, Stage
from portal.courses.models import Session
from portal.courses.selectors import meetings
from portal.meetings.selectors import Line, register_of
from portal.meetings.services import Said, take_register, undo_mark

TAKEN_AFTER = timedelta(minutes=20)
AMENDED_AFTER = timedelta(days=1)
ABSENT, LATE, EXCUSED = 0.05, 0.04, 0.015
NOTE = 0.25  # of those away: brings a doctor's note the day after
MISTAKEN = 0.1  # of the registers: one line is wrong and taken back
WHY = (
    "Simulated: ill, with a note.",
    "Simulated: a conference, agreed before.",
    "Simulated: a day in court as a juror.",
)


def register_events(stage: Stage) -> Iterable[Event]:
    """Yield a register for each session of each attendance, and its corrections."""
    sessions = list(meetings(stage.course))
    for item in stage.items:
        if item.kind != "attendance":
            continue
        for session in sessions:
            at = session.starts_at
            yield Event(at + TAKEN_AFTER, partial(_take, stage, item, session))
            yield Event(at + AMENDED_AFTER, partial(_amend, stage, item, session))


def mark_of(habit: Habit, progress: float, luck: Random) -> str:
    """Return how one session of somebody with this habit went."""
    away = {Habit.FADING: 0.1 + 0.6 * progress, Habit.STRUGGLING: 0.12}
    late = {Habit.LAST_HOUR: 0.15}
    drawn = luck.random()
    for word, share in (
        ("excused", EXCUSED),
        ("absent", away.get(habit, ABSENT)),
        ("late", late.get(habit, LATE)),
    ):
        if drawn < share:
            return word
        drawn -= share
    return "present"


def _take(stage: Stage, item: Item, session: Session, now: datetime) -> None:
    register = register_of(item.assignment, session)
    players = _players(stage)
    said = {}
    for line in register.lines:
        player = players.get(line.student.pk)
        if player is None:
            continue
        luck = stage.luck("register", item.slug, session.unit, player.character.name)
        kind = mark_of(player.character.habit, _progress(stage, session), luck)
        why = luck.choice(WHY) if kind == "excused" else ""
        said[line.student.pk] = Said(kind, why)
        if kind != "present":
            stage.counts[f"{kind} in a register"] += 1
    take_register(
        item.assignment,
        session,
        said,
        seen=register.seen,
        actor=stage.graders[session.unit % len(stage.graders)],
        now=now,
    )
    stage.counts["registers taken"] += 1


def _amend(stage: Stage, item: Item, session: Session, now: datetime) -> None:
    """Take a wrong line back, and excuse who comes with a note."""
    register = register_of(item.assignment, session)
    luck = stage.luck("amend", item.slug, session.unit)
    away = [one for one in register.lines if one.mark and one.mark.kind == "absent"]
    noted = {
        line.student.pk: Said("excused", luck.choice(WHY))
        for line in away
        if luck.random() < NOTE
    }
    if noted:
        take_register(
            item.assignment,
            session,
            noted,
            seen=register.seen,
            actor=stage.instructor,
            now=now,
        )
        stage.counts["excused the day after"] += len(noted)
    elif away and luck.random() < MISTAKEN:
        _take_back(stage, away[0], now)


def _take_back(stage: Stage, line: Line, now: datetime) -> None:
    if line.mark is not None:
        undo_mark(line.mark, actor=stage.instructor, now=now)
        stage.counts["marks taken back"] += 1


def _progress(stage: Stage, session: Session) -> float:
    return (session.starts_at - stage.begins) / (stage.ends - stage.begins)


def _players(stage: Stage) -> dict[int, Player]:
    return {player.enrollment.pk: player for player in stage.players}
