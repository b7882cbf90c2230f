"""Slots of presentations: booked, waited for, left, filled up; then each talk."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from math import ceil

from portal.assignments.teams import party_of
from portal.commands.simulate.acts import absence_of
from portal.commands.simulate.events import Event
from portal.commands.simulate.stage import Item, Player, Stage
from portal.commands.simulate.teaming import Teams
from portal.courses.models import Session
from portal.courses.selectors import meetings
from portal.gradebook.services import enter_override
from portal.meetings.models import Place, Slot
from portal.meetings.services import (
    assign_place,
    leave_place,
    open_slot,
    remove_place,
    take_place,
)
from portal.meetings.slots import SlotLine, slots_of

OPENED_AFTER = timedelta(days=1)  # the first day
BOOKED_WITHIN = (2.0, 8.0)  # days after it
LEFT_WITHIN = (9.0, 12.0)
FILLED_AFTER = timedelta(days=14)
FILLED_AGAIN = (0.5, 0.7)  # of the term: who waits, and who came back
HAS_A_WISH, CHANGES_PLANS = 0.4, 0.3
WANTED = 3  # slots that everybody with a wish wants
THERE = "Simulated: what class and staff agreed on."
NEVER = "Simulated: never presented."


def talk_events(stage: Stage, teams: Teams) -> Iterable[Event]:
    """Yield everything about slots, from opening them to the grade of each talk."""
    for item in stage.items:
        if not item.has_slots:
            continue
        yield Event(stage.begins + OPENED_AFTER, partial(_open, stage, item))
        for player in stage.players:
            if teams.hands_in(item, player):
                yield from _of_player(stage, item, player)
        yield from _filled(stage, item, teams)
        sessions = list(meetings(stage.course))
        for session in sessions:
            act = partial(_grade, stage, item, session)
            yield Event(session.starts_at + timedelta(days=1), act)
        over = max(session.starts_at for session in sessions) + timedelta(days=2)
        yield Event(over, partial(_settle, stage, item))


def _of_player(stage: Stage, item: Item, player: Player) -> Iterable[Event]:
    luck = stage.luck("slot", item.slug, player.character.name)
    booked = stage.begins + timedelta(days=luck.uniform(*BOOKED_WITHIN))
    yield Event(booked, partial(_book, stage, item, player))
    if luck.random() < CHANGES_PLANS:
        left = stage.begins + timedelta(days=luck.uniform(*LEFT_WITHIN))
        yield Event(left, partial(_change_plans, stage, item, player))
    gone, _ = absence_of(stage, player)
    if gone is not None:
        act = partial(_take_out, stage, item, player)
        yield Event(gone + timedelta(hours=2), act)


def _filled(stage: Stage, item: Item, teams: Teams) -> Iterable[Event]:
    """Staff seat whoever forgot, and later on whoever still waits."""
    forgot = partial(_fill, stage, item, teams, with_waiting=False)
    yield Event(stage.begins + FILLED_AFTER, forgot)
    waited = partial(_fill, stage, item, teams, with_waiting=True)
    for share in FILLED_AGAIN:
        yield Event(stage.begins + (stage.ends - stage.begins) * share, waited)


def _open(stage: Stage, item: Item, now: datetime) -> None:
    """Open slots at the last third of the sessions, where the files list none."""
    if Slot.objects.filter(assignment=item.assignment, closed_at=None).exists():
        return
    coming = list(meetings(stage.course).filter(starts_at__gt=now))
    sessions = coming[-max(1, len(coming) // 3) :]
    for session in sessions:
        open_slot(
            item.assignment,
            session,
            role="Presents",
            places=ceil(len(stage.players) / len(sessions)),
            notice_hours=48,
            actor=stage.instructor,
            now=now,
        )
        stage.counts["slots opened"] += 1


def _book(stage: Stage, item: Item, player: Player, now: datetime) -> None:
    """Take what one wishes, also a line; without a wish, any place that is free."""
    if not player.is_here():
        return
    luck = stage.luck("wish", item.slug, player.character.name)
    lines = [one for one in _lines(item, player, now) if one.can_take]
    free = [one for one in lines if not one.is_line]
    middle = len(lines) // 2
    wishes = lines[middle : middle + WANTED]
    choice = wishes if luck.random() < HAS_A_WISH or not free else free
    if choice:
        place = take_place(luck.choice(choice).slot, actor=player.user, now=now)
        stage.counts["slots booked"] += 1
        stage.counts["waited in line"] += place.is_waiting


def _change_plans(stage: Stage, item: Item, player: Player, now: datetime) -> None:
    """Leave in time, and take another place that is free; the next moves up."""
    own = _place_of(item, player)
    if own is None or not player.is_here() or now > own.slot.leave_by:
        return
    stage.counts["moved up"] += leave_place(own, actor=player.user, now=now) is not None
    free = [
        one
        for one in _lines(item, player, now)
        if one.can_take and not one.is_line and one.slot != own.slot
    ]
    luck = stage.luck("again", item.slug, player.character.name)
    if free:
        take_place(luck.choice(free).slot, actor=player.user, now=now)
    stage.counts["slots left"] += 1


def _take_out(stage: Stage, item: Item, player: Player, now: datetime) -> None:
    """Staff free the place of who is dropped, unless the talk is over."""
    own = _place_of(item, player)
    if own is not None and own.slot.session.starts_at > now:
        following = remove_place(own, actor=stage.instructor, now=now)
        stage.counts["moved up"] += following is not None


def _fill(
    stage: Stage, item: Item, teams: Teams, now: datetime, *, with_waiting: bool
) -> None:
    for player in stage.players:
        own = _place_of(item, player)
        is_settled = own is not None and not (with_waiting and own.is_waiting)
        if is_settled or not teams.hands_in(item, player) or not player.is_here():
            continue
        coming = [
            line
            for line in _lines(item, player, now)
            if line.free and line.slot.session.starts_at > now
        ]
        if not coming:
            continue
        if own is not None:
            remove_place(own, actor=stage.instructor, now=now)
        luck = stage.luck("seat", item.slug, player.character.name)
        slot = luck.choice(coming).slot
        assign_place(slot, player.enrollment, actor=stage.instructor, now=now)
        stage.counts["seated by staff"] += 1


def _grade(stage: Stage, item: Item, session: Session, now: datetime) -> None:
    """Enter the grade of everybody who presented at a session, with their team."""
    places = Place.objects.filter(
        slot__session=session,
        assignment=item.assignment,
        left_at=None,
        is_waiting=False,
    )
    for place in places.select_related("enrollment__user").order_by("pk"):
        for one in party_of(item.assignment, place.enrollment).everybody:
            luck = stage.luck("talk", item.slug, one.user.name)
            share = min(1.0, luck.gauss(stage.skill_of(one.user) + 0.05, 0.06))
            points = round(item.spec.points * max(0.3, share))
            _enter(stage, item, one.pk, points, THERE, now)
            stage.counts["talks graded"] += 1


def _settle(stage: Stage, item: Item, now: datetime) -> None:
    """Nothing is left open: whoever never presented has 0."""
    graded = set(item.assignment.ledger.values_list("enrollment", flat=True))
    for player in stage.players:
        if player.enrollment.pk not in graded and player.is_here():
            _enter(stage, item, player.enrollment.pk, 0, NEVER, now)
            stage.counts["never presented"] += 1


def _enter(
    stage: Stage, item: Item, student: int, points: float, why: str, now: datetime
) -> None:
    [player] = [one for one in stage.players if one.enrollment.pk == student]
    enter_override(
        item.assignment,
        player.enrollment,
        points=points,
        reason=why,
        actor=stage.instructor,
        now=now,
    )


def _lines(item: Item, player: Player, now: datetime) -> list[SlotLine]:
    return slots_of(item.assignment, player.enrollment, now=now)


def _place_of(item: Item, player: Player) -> Place | None:
    found = Place.objects.filter(
        assignment=item.assignment, enrollment=player.enrollment, left_at=None
    )
    return found.select_related("slot__session", "enrollment", "assignment").first()
