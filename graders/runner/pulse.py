"""The heartbeat of one lease, with the orders that come back on it."""

import logging
import threading
from collections.abc import Callable

from graders.protocol import Heartbeat, Lease, StageProgress
from graders.runner.errors import (
    FatalError,
    LeaseLostError,
    PortalRefusedError,
    PortalUnreachableError,
)
from graders.runner.portal import Portal

SOONEST_S = 0.5  # between two beats, however fast the stages change

logger = logging.getLogger(__name__)


class Pulse:
    """A thread that beats every ``lease.heartbeat_s``, sooner when a stage changed."""

    def __init__(
        self, portal: Portal, lease: Lease, *, on_drain: Callable[[], None]
    ) -> None:
        self.is_lost = False
        self.is_cancelled = False
        self.is_closing = False  # the report is on its way: 409 is no news
        self._portal = portal
        self._lease = lease
        self._on_drain = on_drain
        self._stages: tuple[StageProgress, ...] = ()
        self._wake = threading.Event()
        self._ending = threading.Event()
        self._thread = threading.Thread(target=self._run, name="pulse", daemon=True)

    def start(self) -> None:
        """Begin beating."""
        self._thread.start()

    def show(self, stages: tuple[StageProgress, ...]) -> None:
        """Say with the next beat, which comes soon, how far the stages are."""
        states = [(stage.name, stage.state) for stage in self._stages]
        self._stages = stages
        if states != [(stage.name, stage.state) for stage in stages]:
            self._wake.set()

    def stop(self) -> None:
        """Beat no more; returns when the last beat was answered."""
        self._ending.set()
        self._wake.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._ending.is_set() and not self.is_lost:
            pause = self._beat()
            self._ending.wait(min(SOONEST_S, pause))
            self._wake.wait(pause - SOONEST_S if pause > SOONEST_S else 0)
            self._wake.clear()

    def _beat(self) -> float:
        """Send one; the seconds until the next."""
        lease = self._lease
        beat = Heartbeat(attempt=lease.attempt, stages=self._stages)
        try:
            answer = self._portal.heartbeat(lease, beat)
        except LeaseLostError as error:
            self.is_lost = True
            level = logging.DEBUG if self.is_closing else logging.WARNING
            logger.log(level, "lease lost job=%s lease=%s: %s", *self._ids(), error)
        except PortalUnreachableError as error:
            logger.warning("no heartbeat job=%s lease=%s: %s", *self._ids(), error)
            return lease.heartbeat_s / 3
        except (PortalRefusedError, FatalError) as error:
            logger.error("heartbeat refused job=%s lease=%s: %s", *self._ids(), error)
        else:
            self._obey(answer.order)
        return lease.heartbeat_s

    def _obey(self, order: str) -> None:
        if order == "cancel" and not self.is_cancelled:
            self.is_cancelled = True
            logger.info("told to cancel job=%s lease=%s", *self._ids())
        elif order == "drain":
            self._on_drain()

    def _ids(self) -> tuple[str, str]:
        return self._lease.job_id, self._lease.id
