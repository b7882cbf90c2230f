"""Lets one timed stage at a time have a device, whichever runner of this host asks."""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from graders.devices.line import in_line

PLACES = ("/run/lock", "/var/lock")  # one for the whole host, emptied when it starts
NAME = re.compile(r"[a-z][a-z0-9-]{0,40}")
PATIENCE_S = 900.0
POLL_S = 0.1


class DeviceBusyError(Exception):
    """Another timed stage kept the device for too long."""


def lock_folder() -> Path:
    """Where every runner of this host looks: ``ASSAY_LOCKS``, or the system's place."""
    said = os.environ.get("ASSAY_LOCKS")
    if said:
        return Path(said)
    found = (Path(place) for place in PLACES if os.access(place, os.W_OK))
    return next(found, Path(tempfile.gettempdir()))


@contextmanager
def exclusive(
    device: str,
    *,
    folder: Path | None = None,
    patience_s: float = PATIENCE_S,
    should_stop: Callable[[], bool] = lambda: False,
) -> Iterator[bool]:
    """Hold ``device`` alone, first come, first served; False when ``should_stop``.

    The kernel keeps the lock for as long as this process holds the file open: a runner
    that dies lets go of it. Raise DeviceBusyError when ``patience_s`` is over.
    """
    place = folder or lock_folder()
    handle = open_lock(device, place)
    try:
        with in_line(device, place) as is_first:
            is_held = wait_for(handle, is_first, patience_s, should_stop)
            if is_held is None:
                said = f"The device {device} was busy for {patience_s:g} seconds."
                raise DeviceBusyError(said)
        yield is_held
    finally:
        os.close(handle)


def open_lock(device: str, folder: Path) -> int:
    """The file of ``device``; a reader's handle is enough, so any user can wait."""
    if not NAME.fullmatch(device):
        raise ValueError(f"a device cannot be called {device!r}")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"assay-{device}.lock"
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC
    try:
        return os.open(path, flags)
    except FileNotFoundError:
        return os.open(path, flags | os.O_CREAT, 0o644)


def wait_for(
    handle: int,
    is_first: Callable[[], bool],
    patience_s: float,
    should_stop: Callable[[], bool],
) -> bool | None:
    """Ask again and again: a wait in the kernel could not be cancelled.

    None when ``patience_s`` is over.
    """
    give_up = time.monotonic() + patience_s
    pause = threading.Event()
    while not should_stop():
        if is_first() and _take(handle):
            return True
        if time.monotonic() > give_up:
            return None
        pause.wait(POLL_S)
    return False


def _take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
