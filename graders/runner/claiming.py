"""Asks the portal for work, one lease at a time."""

import dataclasses
import logging
import threading
import time
from collections.abc import Callable
from itertools import islice

from graders.protocol import Claim, Lease
from graders.runner.attempt import Attempts
from graders.runner.errors import (
    FatalError,
    PortalRefusedError,
    PortalUnreachableError,
)
from graders.runner.portal import Portal
from graders.runner.retry import delays
from graders.runner.stopping import Stop, WaitInterruptedError
from graders.sandbox.stage import SandboxError

# The engine that is away counts too: who cannot run a job should not claim one.
NOT_NOW = (PortalUnreachableError, PortalRefusedError, SandboxError)
TRIES_WHEN_WOKEN = (
    5  # after the first: about fifteen seconds; the slow poll comes anyway
)
SOONEST_S = 1.0

logger = logging.getLogger(__name__)


class Claimer:
    """Turns claims into attempts, never two at once on this runner."""

    def __init__(
        self, portal: Portal, attempts: Attempts, stop: Stop, claim: Callable[[], Claim]
    ) -> None:
        self._portal = portal
        self._attempts = attempts
        self._stop = stop
        self._claim = claim
        self._lock = threading.Lock()

    def claim_until_none(self) -> bool:
        """Run whatever waits now; False if the portal could not be asked."""
        with self._lock:
            for delay in (0.0, *islice(delays(), TRIES_WHEN_WOKEN)):
                self._stop.pause(delay)
                if self._stop.is_draining:
                    return True
                try:
                    return self._run_all()
                except NOT_NOW as error:
                    logger.warning("cannot claim: %s", error)
            return False

    def wait_for_work(self, wait_s: float) -> None:
        """Claim, each time waiting up to ``wait_s``, until told to stop."""
        pauses = delays()
        while not self._stop.is_draining:
            began = time.monotonic()
            try:
                if lease := self._waiting(wait_s):
                    self._attempts.run(lease)
                elif time.monotonic() - began < SOONEST_S:
                    self._stop.pause(SOONEST_S)  # a portal that would not hold us
                pauses = delays()
            except NOT_NOW as error:
                delay = next(pauses)
                logger.warning("cannot claim, next try in %.1f s: %s", delay, error)
                self._stop.pause(delay)
            except FatalError as error:
                self._leave(error)

    def _run_all(self) -> bool:
        while not self._stop.is_draining:
            try:
                lease = self._portal.claim(self._claim())
            except FatalError as error:
                self._leave(error)
                return False
            if lease is None:
                break
            self._attempts.run(lease)
        return True

    def _waiting(self, wait_s: float) -> Lease | None:
        """A signal ends this wait; a lease that came just then is still ours."""
        lease = None
        claim = dataclasses.replace(self._claim(), wait_s=wait_s)
        try:
            self._stop.can_interrupt = True
            if not self._stop.is_draining:
                lease = self._portal.claim(claim)
        except WaitInterruptedError:
            logger.info("stopped waiting for work")
        finally:
            self._stop.can_interrupt = False
        return lease

    def _leave(self, error: FatalError) -> None:
        logger.error("%s", error)
        self._stop.drain(error.exit_code)
