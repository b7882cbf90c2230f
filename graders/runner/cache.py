"""Blobs kept on this machine by digest, each checked again whenever it is used."""

import hashlib
import os
import re
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

from graders.protocol import BlobRef
from graders.runner.errors import BrokenLeaseError

DIGEST = re.compile(r"[0-9a-f]{64}")
CHUNK = 1 << 20

Fetch = Callable[[str], AbstractContextManager[Iterator[bytes]]]


class BlobCache:
    """A folder of blobs; ``trim`` forgets those that nobody used for longest.

    Closed to other users: hidden data of every assignment passes through here.
    """

    def __init__(self, folder: Path, cap_bytes: int) -> None:
        self._folder = folder
        self._coming = folder / "coming"
        self._cap_bytes = cap_bytes

    def open(self) -> None:
        """Make the folder and drop what a killed run had half fetched."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        shutil.rmtree(self._coming, ignore_errors=True)
        self._coming.mkdir(mode=0o700)

    def copy(self, blob: BlobRef, target: Path, fetch: Fetch) -> None:
        """Write ``blob`` to ``target``, fetched only if it is not here intact."""
        if not DIGEST.fullmatch(blob.sha256):
            raise BrokenLeaseError(f"{blob.sha256!r:.80} is not a SHA-256 digest.")
        kept = self._folder / blob.sha256[:2] / blob.sha256
        if not self._copy_kept(kept, blob, target):
            self._fetch(kept, blob, fetch)
            if not self._copy_kept(kept, blob, target):
                raise OSError(f"The cache lost {blob.sha256} while it was copied.")

    def trim(self) -> int:
        """Keep the cap; the number of blobs removed."""
        kept = []
        for path in self._folder.glob("??/*"):
            found = path.stat()
            kept.append((found.st_mtime_ns, found.st_size, path))
        over = sum(size for _, size, _ in kept) - self._cap_bytes
        removed = 0
        for _, size, path in sorted(kept):
            if over <= 0:
                break
            path.unlink(missing_ok=True)
            over -= size
            removed += 1
        return removed

    def _copy_kept(self, kept: Path, blob: BlobRef, target: Path) -> bool:
        try:
            source = kept.open("rb")
        except FileNotFoundError:
            return False
        seen = hashlib.sha256()
        with source, target.open("xb") as copy:
            while chunk := source.read(CHUNK):
                seen.update(chunk)
                copy.write(chunk)
            size = copy.tell()
        if seen.hexdigest() == blob.sha256 and size == blob.size:
            os.utime(kept)
            return True
        target.unlink()
        kept.unlink(missing_ok=True)
        return False

    def _fetch(self, kept: Path, blob: BlobRef, fetch: Fetch) -> None:
        coming = self._coming / uuid.uuid4().hex
        seen = hashlib.sha256()
        size = 0
        try:
            with fetch(blob.sha256) as chunks, coming.open("xb") as file:
                for chunk in chunks:
                    size += len(chunk)
                    if size > blob.size:
                        break
                    seen.update(chunk)
                    file.write(chunk)
            if size != blob.size or seen.hexdigest() != blob.sha256:
                raise BrokenLeaseError(
                    f"{blob.path} ({blob.sha256}) came with other bytes than promised."
                )
            kept.parent.mkdir(mode=0o700, exist_ok=True)
            coming.replace(kept)
        finally:
            coming.unlink(missing_ok=True)
