"""One lease from its folders to its report."""

import dataclasses
import logging
import time
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from pathlib import Path

from graders.protocol import Lease, Outcome, Report
from graders.runner.cache import BlobCache
from graders.runner.errors import (
    FatalError,
    LeaseLostError,
    PortalRefusedError,
    PortalUnreachableError,
    RunnerError,
)
from graders.runner.feed import PortalFeed
from graders.runner.folders import Folders, fill_folders, make_folders, remove_job
from graders.runner.portal import Portal
from graders.runner.stopping import Stop
from graders.sandbox.stage import ImageMissingError, SandboxError

FLUSH_PATIENCE_S = 10.0
REPORT_PATIENCE_S = 300.0
NOTE_CHARACTERS = 8000
FAILED = "The machine that graded this failed; the job starts again by itself."
STOPPED = "The machine that graded this was stopped; the job starts again by itself."

Grade = Callable[[Lease, Folders, PortalFeed], Report]

logger = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True)
class Attempts:
    """What every attempt of this runner needs, so that a lease is all one adds."""

    portal: Portal
    cache: BlobCache
    jobs: Path
    grade: Grade
    stop: Stop
    sandbox: str
    environment: Mapping[str, str]

    def run(self, lease: Lease) -> None:
        """Grade under ``lease``, report, leave nothing behind; raises nothing."""
        ids = (lease.job_id, lease.id)
        logger.info(
            "lease granted job=%s lease=%s attempt=%d family=%s assignment=%s",
            *ids,
            *(lease.attempt, lease.family, lease.assignment),
        )
        feed = PortalFeed(
            self.portal,
            lease,
            must_end=lambda: self.stop.must_end,
            on_drain=self.stop.drain,
        )
        feed.start()
        try:
            report = self._graded(lease, feed)
            feed.flush(patience_s=1 if self.stop.must_end else FLUSH_PATIENCE_S)
            if feed.is_lost:
                logger.warning("report dropped job=%s lease=%s: lease lost", *ids)
            else:
                self._deliver(lease, report)
        finally:
            feed.stop()
            self._clean(lease)

    def _graded(self, lease: Lease, feed: PortalFeed) -> Report:
        started = time.monotonic()
        try:
            report = self._grade(lease, feed)
        except ImageMissingError as error:
            report = self._failed(lease, str(error), str(error))
        except (SandboxError, OSError, RunnerError) as error:
            if isinstance(error, LeaseLostError):
                feed.lose(error)
            report = self._failed(lease, FAILED, f"{type(error).__name__}: {error}")
        except Exception:  # noqa: BLE001 - whatever a family does, the job is answered
            report = self._failed(lease, FAILED, traceback.format_exc())
        if self.stop.must_end and report.outcome == Outcome.CANCELLED:
            report = self._failed(lease, STOPPED, "The runner was told to stop.")
        if report.outcome == Outcome.RUNNER_FAILED:
            logger.error(
                "runner failed job=%s lease=%s: %s",
                *(lease.job_id, lease.id, report.staff_note),
            )
        notes = [note for note in (report.staff_note, *feed.notes) if note]
        return dataclasses.replace(
            report,
            staff_note="\n".join(notes)[-NOTE_CHARACTERS:],
            environment={**self.environment, **report.environment},
            seconds=report.seconds or round(time.monotonic() - started, 3),
        )

    def _grade(self, lease: Lease, feed: PortalFeed) -> Report:
        def fetch(sha256: str) -> AbstractContextManager[Iterator[bytes]]:
            return self.portal.blob(lease, sha256)

        folders = make_folders(self.jobs, lease)
        fill_folders(
            folders,
            lease.blobs,
            cache=self.cache,
            fetch=fetch,
            is_cancelled=feed.is_cancelled,
        )
        if feed.is_cancelled():
            return Report(lease.id, lease.attempt, Outcome.CANCELLED, "Cancelled.")
        return self.grade(lease, folders, feed)

    def _failed(self, lease: Lease, sentence: str, staff_note: str) -> Report:
        return Report(
            lease.id,
            lease.attempt,
            Outcome.RUNNER_FAILED,
            sentence=sentence,
            staff_note=staff_note,
            sandbox=self.sandbox,
        )

    def _deliver(self, lease: Lease, report: Report) -> None:
        ids = (lease.job_id, lease.id)
        try:
            state = self.portal.report(lease, report, patience_s=REPORT_PATIENCE_S)
        except LeaseLostError as error:
            logger.warning("report dropped job=%s lease=%s: %s", *ids, error)
        except PortalUnreachableError as error:
            logger.error("report not delivered job=%s lease=%s: %s", *ids, error)
        except (PortalRefusedError, FatalError) as error:
            logger.error("report refused job=%s lease=%s: %s", *ids, error)
            if report.outcome != Outcome.RUNNER_FAILED:
                self._deliver(lease, self._failed(lease, FAILED, str(error)))
        else:
            logger.info(
                "reported job=%s lease=%s outcome=%s state=%s seconds=%.1f",
                *ids,
                *(report.outcome.value, state, report.seconds),
            )

    def _clean(self, lease: Lease) -> None:
        remove_job(self.jobs, lease)
        removed = self.cache.trim()
        if removed:
            logger.info("cache trimmed blobs=%d", removed)
