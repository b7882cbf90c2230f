"""Content-addressed files: written once under their SHA-256, never changed."""

import hashlib
import os
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


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
    descriptor, name = tempfile.mkstemp(dir=store, prefix="incoming-")
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


def _settle(incoming: Path, final: Path) -> None:
    if final.exists():
        return
    final.parent.mkdir(parents=True, exist_ok=True)
    incoming.chmod(0o440)
    incoming.replace(final)
    folder = os.open(final.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
