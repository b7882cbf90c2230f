"""A job's own folders, filled from its lease by role."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from graders.protocol import BlobRef, Lease, Role
from graders.runner.cache import BlobCache, Fetch
from graders.runner.errors import BrokenLeaseError, PortalUnreachableError
from graders.runner.retry import delays

PATIENCE_S = 60.0  # for one blob, over broken connections


@dataclass(frozen=True)
class Folders:
    """Where one job lives: ``work`` holds all of it and goes with it."""

    work: Path
    submission: Path
    public: Path
    judge: Path

    def of(self, role: Role) -> Path:
        """The folder that files of ``role`` go to."""
        return {
            Role.SUBMISSION: self.submission,
            Role.PUBLIC: self.public,
            Role.JUDGE: self.judge,
        }[role]


def make_folders(jobs: Path, lease: Lease) -> Folders:
    """Fresh empty folders for ``lease``, whose id ``Portal.claim`` has checked."""
    root = jobs / lease.id
    remove_tree(root)
    folders = Folders(
        root / "work", root / "submission", root / "public", root / "judge"
    )
    for folder in (root, folders.work, *map(folders.of, Role)):
        folder.mkdir()
        folder.chmod(0o755)
    return folders


def remove_job(jobs: Path, lease: Lease) -> None:
    """Remove what ``make_folders`` made, if it made anything."""
    remove_tree(jobs / lease.id)


def fill_folders(
    folders: Folders,
    blobs: tuple[BlobRef, ...],
    *,
    cache: BlobCache,
    fetch: Fetch,
    is_cancelled: Callable[[], bool],
) -> None:
    """Lay out every blob; stops early, with no error, when cancelled."""
    for blob in blobs:
        if is_cancelled():
            return
        root = folders.of(blob.role)
        target = root / safe_path(blob.path)
        for parent in reversed(target.relative_to(root).parents[:-1]):
            _make_folder(root / parent, blob)
        try:
            _copy_patiently(cache, blob, target, fetch)
        except FileExistsError:
            raise BrokenLeaseError(f"{blob.path!r:.200} comes twice.") from None
        target.chmod(0o644)


def safe_path(path: str) -> PurePosixPath:
    """``path`` if it can only name a place below a folder; else BrokenLeaseError."""
    parts = path.split("/")
    if "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise BrokenLeaseError(f"{path!r:.200} is not a path inside a job's folder.")
    return PurePosixPath(path)


def remove_tree(root: Path) -> None:
    """Remove ``root`` with all in it; what cannot go now goes at the next start."""
    shutil.rmtree(root, ignore_errors=True)


def _make_folder(folder: Path, blob: BlobRef) -> None:
    try:
        folder.mkdir(exist_ok=True)
    except FileExistsError:
        raise BrokenLeaseError(
            f"{blob.path!r:.200} needs a folder where a file already is."
        ) from None
    folder.chmod(0o755)


def _copy_patiently(
    cache: BlobCache, blob: BlobRef, target: Path, fetch: Fetch
) -> None:
    until = time.monotonic() + PATIENCE_S
    for delay in delays():
        try:
            return cache.copy(blob, target, fetch)
        except PortalUnreachableError:
            if time.monotonic() + delay >= until:
                raise
        time.sleep(delay)
    return None
