"""What a running job tells the portal, and what it is told."""

import logging
from collections.abc import Callable, Sequence
from pathlib import Path

from graders.protocol import Lease, StageProgress
from graders.runner.errors import (
    FatalError,
    LeaseLostError,
    PortalRefusedError,
    PortalUnreachableError,
)
from graders.runner.logs import LogShipper
from graders.runner.portal import Portal
from graders.runner.pulse import Pulse

ENDED = frozenset({"done", "failed"})

logger = logging.getLogger(__name__)


class PortalFeed:
    """The feed of one attempt: heartbeat and log threads, artifacts, cancellation.

    An artifact that cannot be stored costs nobody a grade: it is noted for staff.
    """

    def __init__(
        self,
        portal: Portal,
        lease: Lease,
        *,
        must_end: Callable[[], bool],
        on_drain: Callable[[], None],
    ) -> None:
        self.notes: list[str] = []
        self._portal = portal
        self._lease = lease
        self._must_end = must_end
        self._is_lost = False
        self._public: dict[str, bool] = {}
        self._ended: set[str] = set()
        self._pulse = Pulse(portal, lease, on_drain=on_drain)
        self._logs = LogShipper(
            portal, lease, is_public=lambda stage: self._public.get(stage, False)
        )

    def start(self) -> None:
        """Begin to beat and to send logs."""
        self._pulse.start()
        self._logs.start()

    def stop(self) -> None:
        """End both threads; nothing is sent for this lease any more."""
        self._logs.abandon()
        self._pulse.stop()

    @property
    def is_lost(self) -> bool:
        """Whether the job is another attempt's now."""
        return self._is_lost or self._pulse.is_lost

    def lose(self, error: LeaseLostError) -> None:
        """Take it that the lease is lost, wherever that was heard."""
        self._is_lost = True
        logger.warning("lease lost job=%s lease=%s: %s", *self._ids(), error)

    def flush(self, *, patience_s: float) -> None:
        """Send the rest of the logs before the report."""
        self._pulse.is_closing = True
        if not self.is_lost:
            self._logs.finish(patience_s=patience_s)

    def stages(self, stages: Sequence[StageProgress]) -> None:
        """Show where the stages are; their logs are public where they say so."""
        for stage in stages:
            self._public[stage.name] = stage.is_public
        self._pulse.show(tuple(stages))
        ended = {stage.name for stage in stages if stage.state in ENDED}
        if ended != self._ended:
            self._ended = ended
            self._logs.hurry()

    def log(self, stage: str, data: bytes) -> None:
        """Send output of ``stage``; staff-only unless its stage was shown as public."""
        self._logs.append(stage, data)

    def open_log(self, name: str) -> None:
        """Take it that ``name``, though no stage's, is a log that students may read."""
        self._public[name] = True

    def artifact(self, name: str, path: Path, is_public: bool) -> None:
        """Store a file, now: the caller may remove it when this returns."""
        if self.is_lost:
            return
        try:
            self._portal.put_artifact(self._lease, name, path, is_public=is_public)
        except LeaseLostError as error:
            self.lose(error)
        except (PortalUnreachableError, PortalRefusedError, FatalError) as error:
            self.notes.append(f"{name} was not stored: {error}")
            logger.warning(
                "artifact kept back job=%s lease=%s: %s", *self._ids(), error
            )

    def is_cancelled(self) -> bool:
        """Whether to kill what runs: cancelled, lost, or this runner has to go."""
        return self._pulse.is_cancelled or self.is_lost or self._must_end()

    def _ids(self) -> tuple[str, str]:
        return self._lease.job_id, self._lease.id
