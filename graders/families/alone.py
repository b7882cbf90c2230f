"""Keeps a device to one job's timed stages, and notes how the machine was then."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import ExitStack

from graders.devices import DeviceBusyError, conditions, exclusive
from graders.sandbox.stage import SandboxError


class Alone:
    """Held from the first timed stage's start to the last one's end."""

    def __init__(self, should_stop: Callable[[], bool]) -> None:
        self.conditions: dict[str, str] = {}  # of the moment the first timing began
        self.waited_s = 0.0  # for others to be through: nobody's work
        self._should_stop = should_stop
        self._users: set[str] = set()
        self._held = ExitStack()
        self._lock = threading.Lock()

    @property
    def is_held(self) -> bool:
        """Is a timed stage of this job running?"""
        return bool(self._users)

    def enter(self, stage: str, device: str) -> None:
        """Wait for ``device``; raise SandboxError when it is never free."""
        with self._lock:
            if not self._users:
                self._wait_for(device)
                self.conditions = self.conditions or conditions()
            self._users.add(stage)

    def _wait_for(self, device: str) -> None:
        began = time.monotonic()
        try:
            hold = exclusive(device, should_stop=self._should_stop)
            self._held.enter_context(hold)
        except DeviceBusyError as error:
            raise SandboxError(str(error)) from error
        finally:
            self.waited_s += time.monotonic() - began

    def leave(self, stage: str) -> None:
        """``stage`` is over; the last one gives the device back."""
        with self._lock:
            self._users.discard(stage)
            if not self._users:
                self._held.close()

    def close(self) -> None:
        """Give it back, whoever still seems to use it."""
        with self._lock:
            self._users.clear()
            self._held.close()
