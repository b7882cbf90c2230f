"""Whether a program had its machine to itself, so that nobody pays for neighbours."""

from __future__ import annotations

import os

from graders.families import ending
from graders.families.ending import Ending
from graders.protocol import Outcome
from graders.sandbox.stage import Cause, StageEnd

CROWDED = 1.5  # programs that want to run, for each core
STARVED = 0.6  # of the wall clock, spent running
SHORTEST_S = 20.0  # below, the load of the last minute says little


def is_crowded() -> bool:
    """Did more programs want to run in the last minute than there are cores for?"""
    return os.getloadavg()[0] > CROWDED * (os.cpu_count() or 1)


def starved(
    end: StageEnd, what: str, *, crowded: bool, busy_s: float | None = None
) -> Ending | None:
    """The ending for a program that ran out of time because it hardly ran.

    ``busy_s`` is how long it had something to do; all the time, if left out. Sleeping
    looks alike, so it takes a crowded machine too; it costs nobody anything.
    """
    used, busy = end.cpu_seconds, end.seconds if busy_s is None else busy_s
    if end.cause is not Cause.TIMEOUT or not crowded or used is None:
        return None
    if busy < SHORTEST_S or used >= STARVED * busy:
        return None
    note = f"{what} ran for {used:.0f} of {busy:.0f} s: this machine is crowded."
    return Ending(Outcome.RUNNER_FAILED, ending.NOISY, staff_note=note)
