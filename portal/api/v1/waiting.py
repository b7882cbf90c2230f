"""Holds a request until something changes, for a while and for a few at a time."""

import time
from collections.abc import Callable
from threading import BoundedSemaphore

from rest_framework.request import Request

from portal.lib.errors import InvalidError

LONGEST_S = 25.0
# Soon at first, since most waits are short; whoever waited long waits a little longer.
FIRST_LOOK_S, LAST_LOOK_S, LATER = 0.02, 0.5, 0.025
# A waiting request holds a thread of the server; beyond these, answers are at once.
_seats = BoundedSemaphore(8)


def wanted_s(request: Request) -> float:
    """Return ``?wait=`` in seconds, at most 25; raise InvalidError for nonsense."""
    raw = request.query_params.get("wait", "0")
    if not raw.isascii() or not raw.isdecimal() or len(raw) > 6:
        raise InvalidError("Say with ?wait=N how many seconds to wait, up to 25.")
    return min(float(raw), LONGEST_S)


def wait_while(is_same: Callable[[], bool], *, seconds: float) -> None:
    """Return when ``is_same`` says no, after ``seconds``, or where too many wait."""
    if seconds <= 0 or not _seats.acquire(blocking=False):
        return
    try:
        began = now = time.monotonic()
        pause = FIRST_LOOK_S
        while is_same() and now + pause < began + seconds:
            time.sleep(pause)
            now = time.monotonic()
            pause = min(LAST_LOOK_S, FIRST_LOOK_S + LATER * (now - began))
    finally:
        _seats.release()
