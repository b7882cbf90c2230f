"""Wakes a poll at an exact moment: epoll itself knows whole milliseconds only."""

import ctypes
import math
import os
import time
from typing import Any, Optional

MONOTONIC, NON_BLOCKING, ABSOLUTE = 1, 0o4000, 1
EARLY_S = 0.0015


class Alarm:
    """A timer with a file descriptor; where there is none, ``fd`` is None."""

    def __init__(self) -> None:
        self._libc: Any = ctypes.CDLL(None, use_errno=True)
        made = -1
        if hasattr(self._libc, "timerfd_create"):
            made = self._libc.timerfd_create(MONOTONIC, NON_BLOCKING)
        self.fd: Optional[int] = made if made >= 0 else None
        self._order = (ctypes.c_long * 4)()

    def set(self, at: float) -> None:
        """Ring at ``at`` of the monotonic clock, at once when that is over."""
        if self.fd is None:
            return
        fraction, whole = math.modf(max(at, 0.001))
        self._order[2], self._order[3] = int(whole), int(fraction * 1e9)
        self._libc.timerfd_settime(self.fd, ABSOLUTE, self._order, None)

    def patience(self, at: float, longest: float) -> float:
        """How long a poll may sleep; without a timer, wake early and look again."""
        left = at - time.monotonic()
        if self.fd is not None:
            return longest
        return 0.0 if left < EARLY_S else min(longest, left - EARLY_S)

    def heard(self) -> None:
        """Take the ring away."""
        if self.fd is not None:
            try:
                os.read(self.fd, 8)
            except BlockingIOError:
                return

    def close(self) -> None:
        """Give the timer back."""
        if self.fd is not None:
            os.close(self.fd)
            self.fd = None
