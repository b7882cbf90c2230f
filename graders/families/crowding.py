"""Whether a program had its machine to itself, so that nobody pays for neighbours."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from graders.families import ending
from graders.families.ending import Ending
from graders.protocol import Outcome
from graders.sandbox.stage import Cause, StageEnd

CROWDED = 1.5  # programs that want to run, for each core
STARVED = 0.6  # of the wall clock, spent running
SHORTEST_S = 20.0  # below, the load of the last minute says little
HELD_UP = 0.25  # of the time that it ran
LEAST_HELD_UP_S = 1.0
STAT = Path("/proc/stat")
# Of a core's line: what has the lowest claims (nice), idle, and iowait.
YIELDS = (2, 4, 5)
COUNTED = 8  # then come steal and guests, which count elsewhere


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


def core_seconds(cores: Iterable[int], stat: Path = STAT) -> float:
    """How long these cores have worked for anybody who doesn't make way for others."""
    wanted = {f"cpu{core}" for core in cores}
    ticks = 0
    for line in stat.read_text("ascii").splitlines():
        words = line.split()
        if words and words[0] in wanted:
            busy = (n for k, n in enumerate(words[:COUNTED]) if k and k not in YIELDS)
            ticks += sum(int(n) for n in busy)
    return ticks / os.sysconf("SC_CLK_TCK")


def held_up(
    end: StageEnd, what: str, *, cores_s: float, own_s: float = 0.0
) -> Ending | None:
    """The ending for a program that had to share its cores with strangers.

    ``cores_s`` is how long its cores worked while it lived, ``own_s`` how long of that
    for its helpers. Threads that wait for each other are its own affair, and neighbours
    who take only what it leaves do it no harm: the lesser of both counts.
    """
    if end.cpu_seconds is None or end.waited_seconds is None:
        return None
    strangers_s = max(0.0, cores_s - end.cpu_seconds - own_s)
    lost_s = min(end.waited_seconds, strangers_s)
    if lost_s < max(LEAST_HELD_UP_S, HELD_UP * end.cpu_seconds):
        return None
    note = (
        f"{what} ran for {end.cpu_seconds:.1f} s and waited {lost_s:.1f} s for a core "
        "that others had: this machine is crowded."
    )
    return Ending(Outcome.RUNNER_FAILED, ending.NOISY, staff_note=note)
