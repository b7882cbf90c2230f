"""Holds a request until something changes, for a while and for a few at a time."""

import time
from collections.abc import Callable
from threading import BoundedSemaphore, Event

from rest_framework.request import Request

from portal.lib import news
from portal.lib.errors import InvalidError

LONGEST_S = 25.0
# Nothing changes unheard while the broker is there; a look now and then is enough.
HEARD_LOOK_S = 1.0
# Else soon at first, since most waits are short, and later as the wait gets longer.
FIRST_LOOK_S, LAST_LOOK_S, LATER = 0.02, 0.5, 0.025
# A waiting request holds a thread of the server; beyond these, answers are at once.
_seats = BoundedSemaphore(8)


def wanted_s(request: Request) -> float:
    """Return ``?wait=`` in seconds, at most 25; raise InvalidError for nonsense."""
    raw = request.query_params.get("wait", "0")
    if not raw.isascii() or not raw.isdecimal() or len(raw) > 6:
        raise InvalidError("Say with ?wait=N how many seconds to wait, up to 25.")
    return min(float(raw), LONGEST_S)


def wait_while(is_same: Callable[[], bool], *topics: str, seconds: float) -> None:
    """Return when ``is_same`` says no, after ``seconds``, or where too many wait.

    It is asked again whenever one of ``topics`` is told.
    """
    if seconds <= 0 or not _seats.acquire(blocking=False):
        return
    try:
        with news.hearing(*topics) as bell:
            _wait(is_same, bell, seconds)
    finally:
        _seats.release()


def _wait(is_same: Callable[[], bool], bell: Event, seconds: float) -> None:
    began = time.monotonic()
    while True:
        bell.clear()  # before the look: what changes behind it rings again
        waited = time.monotonic() - began
        if not is_same() or waited >= seconds:
            return
        bell.wait(min(next_look_s(waited), seconds - waited))


def next_look_s(waited_s: float) -> float:
    """Return when to look next, whatever is told until then."""
    if news.is_heard():
        return HEARD_LOOK_S
    return min(LAST_LOOK_S, FIRST_LOOK_S + LATER * waited_s)
