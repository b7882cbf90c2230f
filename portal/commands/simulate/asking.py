"""What students ask after a release, and what staff answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from portal.commands.simulate.events import Event
from portal.commands.simulate.marking import RELEASED_AFTER
from portal.commands.simulate.stage import Item, Player, Stage
from portal.gradebook.selectors import counting_submission
from portal.gradebook.services import adjust, enter_override
from portal.lib.errors import ConflictError, InvalidError
from portal.marking.models import RegradeRequest
from portal.marking.services import decide, open_request, reply, withdraw_request

ASKED = 0.012  # of all (student, assignment)
ASKED_BACK_AFTER, ANSWERED_AFTER = timedelta(hours=20), timedelta(hours=23)
RIGHT = "Simulated: a regrade request that was right."
DECIDED_AFTER = timedelta(days=2)
ENDS = ("accepted", "declined", "withdrawn")
HOW_OFTEN = (40, 52, 8)


@dataclass
class Asking:
    """One student's request about one assignment, from asking to its end."""

    stage: Stage
    item: Item
    player: Player
    end: str
    request: RegradeRequest | None = None

    def ask(self, now: datetime) -> None:
        """Ask, where there is anything graded to ask about."""
        submission = counting_submission(self.player.enrollment, self.item.assignment)
        if submission is None or not self.player.is_here():
            return
        try:
            self.request = open_request(
                submission,
                text="Simulated: could you look at this again?",
                actor=self.player.user,
                now=now,
            )
        except (ConflictError, InvalidError):  # a mate asked, or nothing was graded
            self.stage.counts["could not ask"] += 1
            return
        self.stage.counts["regrade requests"] += 1

    def ask_back(self, now: datetime) -> None:
        """A grader wants to know more."""
        if self.request is None:
            return
        grader = self.stage.graders[self.item.number % len(self.stage.graders)]
        reply(self.request, "Simulated: which part do you mean?", actor=grader, now=now)

    def answer(self, now: datetime) -> None:
        """The student says it."""
        if self.request is not None:
            said = "Simulated: the second one; it is in the text."
            reply(self.request, said, actor=self.player.user, now=now)

    def close(self, now: datetime) -> None:
        """Decide it; who was right has some points added."""
        if self.request is None:
            return
        self.stage.counts[f"requests {self.end}"] += 1
        if self.end == "withdrawn":
            withdraw_request(self.request, actor=self.player.user, now=now)
            return
        is_right = self.end == "accepted"
        decide(
            self.request,
            is_accepted=is_right,
            text=f"Simulated: {'you are right.' if is_right else 'it stays.'}",
            actor=self.stage.instructor,
            now=now,
        )
        if is_right:
            self._mend(now)

    def _mend(self, now: datetime) -> None:
        """Give the credit that was due, or a few points."""
        where = (self.item.assignment, self.player.enrollment)
        most, actor = self.item.spec.points, self.stage.instructor
        if self.item.is_credit:
            enter_override(*where, points=most, reason=RIGHT, actor=actor, now=now)
        else:
            points = round(most * 0.04, 2)
            adjust(*where, points=points, reason=RIGHT, actor=actor, now=now)


def request_events(stage: Stage) -> Iterable[Event]:
    """Yield a few regrade requests: asked, talked over, and decided two days later."""
    for item in stage.items:
        if not item.is_handed_in:
            continue
        released = item.due_or(stage.ends) + RELEASED_AFTER
        for player in stage.players:
            luck = stage.luck("ask", item.slug, player.character.name)
            if luck.random() >= ASKED:
                continue
            [end] = luck.choices(ENDS, HOW_OFTEN)
            one = Asking(stage, item, player, end)
            at = released + timedelta(hours=luck.uniform(3, 60))
            yield Event(at, partial(Asking.ask, one))
            if luck.random() < 0.4:
                yield Event(at + ASKED_BACK_AFTER, partial(Asking.ask_back, one))
                yield Event(at + ANSWERED_AFTER, partial(Asking.answer, one))
            yield Event(at + DECIDED_AFTER, partial(Asking.close, one))
