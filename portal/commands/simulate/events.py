"""Things that happen, each at its instant, played one after the other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Event:
    """Something that happens at an instant; ``act`` gets that instant as its now."""

    at: datetime
    act: Callable[[datetime], object]


def play(events: Iterable[Event], *, until: datetime) -> int:
    """Play what happens until then in the order of time; return how many did.

    Of two at one instant, the one listed first.
    """
    wanted = [event for event in events if event.at <= until]
    for event in sorted(wanted, key=lambda one: one.at):
        event.act(event.at)
    return len(wanted)
