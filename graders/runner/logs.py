"""What stages print, sent to the portal while it is printed."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from graders.protocol import Lease
from graders.runner.errors import (
    FatalError,
    LeaseLostError,
    PortalRefusedError,
    PortalUnreachableError,
)
from graders.runner.portal import Portal

FLUSH_S = 0.5
CHUNK_BYTES = 256 * 1024
PENDING_BYTES = 2 * 1024 * 1024  # per stage; the sandbox caps a stage's output below
CUT = b"\n[the runner could not send the rest of this log in time]\n"

logger = logging.getLogger(__name__)


@dataclass
class _StageLog:
    """One stage's output that the portal has not confirmed; ``base`` is its offset."""

    pending: bytearray = field(default_factory=bytearray)
    base: int = 0
    is_cut: bool = False
    is_refused: bool = False


class LogShipper:
    """A thread that appends each stage's new bytes; memory stays bounded.

    Bytes are kept until the portal confirmed them, so a broken connection neither
    loses nor doubles any: the portal's own size decides where to go on.
    """

    def __init__(
        self, portal: Portal, lease: Lease, *, is_public: Callable[[str], bool]
    ) -> None:
        self._portal = portal
        self._lease = lease
        self._is_public = is_public
        self._stages: dict[str, _StageLog] = {}
        self._lock = threading.Lock()
        self._ending = threading.Event()
        self._wake = threading.Event()
        self._thread = threading.Thread(target=self._run, name="logs", daemon=True)

    def start(self) -> None:
        """Begin sending."""
        self._thread.start()

    def append(self, stage: str, data: bytes) -> None:
        """Take ``data`` from any thread; never waits for the portal."""
        with self._lock:
            log = self._stages.setdefault(stage, _StageLog())
            if log.is_cut or log.is_refused:
                return
            room = PENDING_BYTES - len(log.pending)
            log.pending += data[:room]
            if len(data) > room:
                log.pending += CUT
                log.is_cut = True

    def hurry(self) -> None:
        """Send what there is now: a stage ended, and its job may end with it."""
        self._wake.set()

    def finish(self, *, patience_s: float) -> None:
        """Send what is left, for at most ``patience_s``; then stop for good."""
        self._end()
        if self._thread.ident is not None:
            self._thread.join(timeout=patience_s)
        until = time.monotonic() + patience_s
        while self._flush() and time.monotonic() < until:
            time.sleep(FLUSH_S)

    def abandon(self) -> None:
        """Stop at once; the lease is lost."""
        with self._lock:
            for log in self._stages.values():
                _refuse(log)
        self._end()

    def _end(self) -> None:
        self._ending.set()
        self._wake.set()

    def _run(self) -> None:
        while not self._ending.is_set():
            self._wake.wait(FLUSH_S)
            self._wake.clear()
            if not self._ending.is_set():
                self._flush()

    def _flush(self) -> bool:
        """Send every stage's bytes; whether some are left for a later try."""
        is_left = False
        for stage in list(self._stages):
            try:
                while self._send_chunk(stage):
                    pass
            except PortalUnreachableError:
                is_left = True
            except LeaseLostError:
                self.abandon()
                return False
            except (PortalRefusedError, FatalError) as error:
                lease = self._lease
                logger.warning(
                    "log refused job=%s lease=%s stage=%s: %s",
                    *(lease.job_id, lease.id, stage, error),
                )
                with self._lock:
                    _refuse(self._stages[stage])
        return is_left

    def _send_chunk(self, stage: str) -> bool:
        """Send one piece; whether there is more to send now."""
        with self._lock:
            log = self._stages[stage]
            chunk, base = bytes(log.pending[:CHUNK_BYTES]), log.base
        if not chunk:
            return False
        size = self._portal.append_log(
            self._lease, stage, chunk, offset=base, is_public=self._is_public(stage)
        )
        with self._lock:
            # Behind ``base`` the portal forgot what it had confirmed: go on from there.
            del log.pending[: max(0, size - base)]
            log.base = size
            return bool(log.pending)


def _refuse(log: _StageLog) -> None:
    log.is_refused = True
    log.pending.clear()
