"""What a stage prints, passed on as it comes until its cap."""

from __future__ import annotations

import threading
from collections.abc import Callable

from graders.sandbox.stage import Sink


class CappedOutput:
    """Counts both streams together; calls ``on_overflow`` once, from another thread.

    Whoever reads the stream must go on reading: a reader that waits for the kill
    hangs the engine that is to do it. So what is beyond the cap is dropped here.
    """

    def __init__(self, cap_bytes: int, on_overflow: Callable[[], None]) -> None:
        self._left = cap_bytes
        self._on_overflow = on_overflow
        self._lock = threading.Lock()
        self.truncated = False

    def write(self, sink: Sink, chunk: bytes) -> None:
        """Pass on what still fits of ``chunk``."""
        with self._lock:
            fits = chunk[: self._left]
            self._left -= len(fits)
            is_first_beyond = len(fits) < len(chunk) and not self.truncated
            self.truncated |= is_first_beyond
        if is_first_beyond:
            threading.Thread(target=self._on_overflow, daemon=True).start()
        if fits:
            sink(fits)
