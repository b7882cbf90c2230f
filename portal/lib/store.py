"""Content-addressed files: written once under their SHA-256, never changed.

A file that nothing names is removed a day after it was last put, never sooner: whoever
puts bytes writes the row that names them a little later.
"""

import contextlib
import hashlib
import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

LEAST_AGE = timedelta(days=1)
INCOMING = "incoming-"
LEAVING = "leaving-"
DIGEST = re.compile(r"[0-9a-f]{64}")


class TooLargeError(Exception):
    """More bytes came than were allowed; nothing was kept."""


@dataclass(frozen=True)
class Stored:
    """Where bytes went: their digest (lowercase hex) and size in bytes."""

    sha256: str
    size: int


def path_of(sha256: str) -> Path:
    """Return where the bytes of ``sha256`` lie, whether or not they are there."""
    return Path(settings.STORE) / sha256[:2] / sha256[2:4] / sha256


def put(chunks: Iterable[bytes], *, limit: int | None = None) -> Stored:
    """Stream ``chunks`` to disk and fsync them and their folder before returning.

    The same content is kept once. Raise TooLargeError as soon as ``limit`` bytes
    are passed, leaving nothing behind.
    """
    store = Path(settings.STORE)
    digest, size = hashlib.sha256(), 0
    descriptor, name = tempfile.mkstemp(dir=store, prefix=INCOMING)
    try:
        with os.fdopen(descriptor, "wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if limit is not None and size > limit:
                    raise TooLargeError
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            os.fsync(file.fileno())
        _settle(Path(name), path_of(digest.hexdigest()))
    finally:
        Path(name).unlink(missing_ok=True)
    return Stored(digest.hexdigest(), size)


def put_bytes(content: bytes) -> Stored:
    """Keep ``content``."""
    return put([content])


def open_stored(sha256: str) -> BinaryIO:
    """Open kept bytes for reading; raise FileNotFoundError."""
    return path_of(sha256).open("rb")


def read(sha256: str) -> bytes:
    """Return kept bytes; raise FileNotFoundError."""
    return path_of(sha256).read_bytes()


def old_files(*, before: datetime) -> Iterator[Stored]:
    """Yield what was last put before an instant, in no order."""
    for path in Path(settings.STORE).glob("??/??/*"):
        with contextlib.suppress(FileNotFoundError):
            if DIGEST.fullmatch(path.name) and _is_older(path, before):
                yield Stored(path.name, path.stat().st_size)


def remove(sha256: str, *, before: datetime, is_named: Callable[[str], bool]) -> bool:
    """Remove a file that is old and that nothing names; return whether it went.

    It is set aside first, then looked at again: whoever puts the same bytes meanwhile
    either made it young, and it comes back, or finds it gone, and writes it anew.
    """
    path = path_of(sha256)
    aside = Path(settings.STORE) / f"{LEAVING}{sha256}"
    try:
        path.rename(aside)
    except FileNotFoundError:
        return False
    if _is_older(aside, before) and not is_named(sha256):
        aside.unlink()
        return True
    aside.rename(path)
    return False


def remove_scraps(*, before: datetime) -> int:
    """Remove what broken-off writes left and bring back what broken-off removals did.

    Return how many scraps went.
    """
    count = 0
    for path in Path(settings.STORE).glob(f"{INCOMING}*"):
        if _is_older(path, before):
            path.unlink(missing_ok=True)
            count += 1
    for path in Path(settings.STORE).glob(f"{LEAVING}*"):
        path.rename(path_of(path.name.removeprefix(LEAVING)))
    return count


def _is_older(path: Path, before: datetime) -> bool:
    return path.stat().st_mtime < before.timestamp()


def _settle(incoming: Path, final: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        os.utime(final)  # somebody counts on it from now on
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    incoming.chmod(0o440)
    incoming.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
