"""Who came first: everyone who waits holds a ticket, which the dead let go of."""

from __future__ import annotations

import fcntl
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

READ = os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK


@contextmanager
def in_line(device: str, folder: Path) -> Iterator[Callable[[], bool]]:
    """Stand in line for ``device``; what is given says whether it is one's turn.

    The order is that of the host's own clock, so it holds between processes; the line
    is for fairness only, whoever is first still has to get the lock. In a folder where
    this user may write nothing there is no line.
    """
    try:
        ticket, handle = _draw(device, folder)
    except PermissionError:
        yield lambda: True
        return

    def is_first() -> bool:
        others = (o for o in folder.glob(_name(device, "*")) if o.name < ticket.name)
        return not any(map(_is_waiting, sorted(others)))

    try:
        yield is_first
    finally:
        ticket.unlink(missing_ok=True)
        os.close(handle)


def _name(device: str, number: str) -> str:
    return f"assay-{device}.{number}.ticket"


def _draw(device: str, folder: Path) -> tuple[Path, int]:
    """A new ticket, held before anybody can see it."""
    number = f"{time.monotonic_ns():020d}-{secrets.token_hex(4)}"
    ticket = folder / _name(device, number)
    unseen = ticket.with_suffix(".new")
    handle = os.open(unseen, READ | os.O_CREAT | os.O_EXCL, 0o644)
    fcntl.flock(handle, fcntl.LOCK_EX)
    unseen.rename(ticket)
    return ticket, handle


def _is_waiting(ticket: Path) -> bool:
    """Does whoever drew it still live? A ticket of the dead is thrown away."""
    try:
        handle = os.open(ticket, READ)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    with suppress(OSError):
        ticket.unlink()
    return False
