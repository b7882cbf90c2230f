"""What students ask after a release, and what staff decide."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial

from portal.commands.simulate.events import Event
from portal.commands.simulate.marking import RELEASED_AFTER
from portal.commands.simulate.stage import Item, Player, Stage
from portal.gradebook.selectors import counting_submission
from portal.gradebook.services import adjust
from portal.marking.services import decide, open_request

ASKED = 0.012  # of all (student, assignment)
DECIDED_AFTER = timedelta(days=2)


def request_events(stage: Stage) -> Iterable[Event]:
    """Yield a few regrade requests; each is decided in the act, two days later."""
    for item in stage.items:
        if not item.is_handed_in:
            continue
        released = item.due_or(stage.ends) + RELEASED_AFTER
        for player in stage.players:
            luck = stage.luck("ask", item.slug, player.character.name)
            if luck.random() < ASKED:
                is_accepted = luck.random() < 0.4
                act = partial(_ask, stage, item, player, is_accepted)
                yield Event(released + timedelta(hours=luck.uniform(3, 60)), act)


def _ask(
    stage: Stage, item: Item, player: Player, is_accepted: bool, now: datetime
) -> None:
    submission = counting_submission(player.enrollment, item.assignment)
    if submission is None or not player.is_here():
        return
    request = open_request(
        submission,
        text="Simulated: could you look at this again?",
        actor=player.user,
        now=now,
    )
    later = now + DECIDED_AFTER
    answer = "You are right." if is_accepted else "It stays as it is."
    decide(
        request,
        is_accepted=is_accepted,
        text=f"Simulated: {answer}",
        actor=stage.instructor,
        now=later,
    )
    if is_accepted:
        adjust(
            item.assignment,
            player.enrollment,
            points=round(item.spec.points * 0.04, 1),
            reason="Simulated: a regrade request that was right.",
            actor=stage.instructor,
            now=later,
        )
    stage.counts["regrade requests"] += 1
