"""Whether this runner should go on, from signals that only set plain attributes."""

import signal
import time
from collections.abc import Callable
from types import FrameType

HARD_EXIT_S = 10  # after a second signal, the kernel ends us


class WaitInterruptedError(BaseException):
    """Raised by the signal handler where the main thread only waits for work."""


class Stop:
    """First SIGTERM drains with a grace, the second ends the job at once.

    No locks and no events: a signal handler may run between any two bytecodes, also
    while the same thread holds such a lock. Whoever waits here polls.
    """

    def __init__(
        self, grace_s: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.exit_code = 0
        self.is_draining = False
        self.can_interrupt = False  # the main thread is only waiting for work
        self.on_drain: Callable[[], None] = lambda: None
        self._grace_s = grace_s
        self._clock = clock
        self._deadline: float | None = None

    @property
    def must_end(self) -> bool:
        """Whether a running job has to be given up now."""
        return self._deadline is not None and self._clock() >= self._deadline

    def drain(self, exit_code: int = 0) -> None:
        """Claim no more; a running job may finish, however long it takes."""
        self.exit_code = self.exit_code or exit_code
        self.is_draining = True
        self.on_drain()

    def pause(self, seconds: float) -> None:
        """Sleep, but wake up soon after a drain."""
        until = self._clock() + seconds
        while not self.is_draining and (left := until - self._clock()) > 0:
            time.sleep(min(left, 0.1))

    def listen(self) -> None:
        """Take over SIGTERM and SIGINT; main thread only."""
        signal.signal(signal.SIGTERM, self._heard)
        signal.signal(signal.SIGINT, self._heard)

    def _heard(self, signum: int, frame: FrameType | None) -> None:
        now = self._clock()
        if self._deadline is None:
            self._deadline = now + self._grace_s
        else:
            self._deadline = now
            signal.signal(signal.SIGALRM, signal.SIG_DFL)
            signal.alarm(HARD_EXIT_S)
        self.drain()
        if self.can_interrupt:
            self.can_interrupt = False
            raise WaitInterruptedError
