"""Knows when the server's program began, whether it lives, and where it listens."""

import select
import socket
import time
from pathlib import Path
from typing import List, Optional, Set

from graders.load.connection import HOST

BEACON = 65111
LISTENING = "0A"
TABLES = ("/proc/net/tcp", "/proc/net/tcp6")


class Beacon:
    """The launcher of the server calls here once, and its program keeps the line.

    When the line breaks the program has ended, or closed what it did not open.
    """

    def __init__(self, port: int = BEACON) -> None:
        self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._listener.bind((HOST, port))
        self._listener.listen(1)
        self._line: Optional[socket.socket] = None
        self.began_at = 0.0  # of the monotonic clock

    def wait(self, seconds: float) -> bool:
        """Wait until the program begins; then nobody else can call."""
        self._listener.settimeout(max(0.01, seconds))
        try:
            self._line, _ = self._listener.accept()
        except socket.timeout:
            return False
        self.began_at = time.monotonic()
        self._listener.close()
        return True

    @property
    def has_ended(self) -> bool:
        """Is the line broken?"""
        if self._line is None:
            return False
        readable, _, _ = select.select([self._line], [], [], 0)
        try:
            return bool(readable) and not self._line.recv(4096)
        except OSError:
            return True


def listening_ports(own: Set[int]) -> List[int]:
    """Where somebody listens in this network, besides our ``own`` ports."""
    found: Set[int] = set()
    for table in TABLES:
        path = Path(table)
        lines = path.read_text("ascii").splitlines()[1:] if path.exists() else []
        for words in (line.split() for line in lines):
            if words[3] == LISTENING:
                found.add(int(words[1].rpartition(":")[2], 16))
    return sorted(found - own)
