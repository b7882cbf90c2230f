"""One connection to the server: at most one request on its way, no byte unasked."""

import errno
import socket
import time
from typing import Optional

from graders.load.http import Answer, HttpError

HOST = "127.0.0.1"
PIECE_BYTES = 2**18


class Connection:
    """A socket that never blocks; ``index`` is the request it carries, or None."""

    def __init__(self, port: int) -> None:
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.index: Optional[int] = None
        self.answer = Answer()
        self.uses = 0
        self.began = 0.0
        self._waiting = b""
        self._error = self.socket.connect_ex((HOST, port))

    def send(self, index: int, data: bytes, body_cap: int) -> None:
        """Begin with request ``index``; raise OSError where that is known at once."""
        self.index, self.answer = index, Answer(body_cap)
        self.uses += 1
        self.began = time.monotonic()
        if self._error not in (0, errno.EINPROGRESS):
            raise OSError(self._error, "no connection")
        self._waiting = data
        self.push()

    def push(self) -> None:
        """Send what the kernel takes now."""
        if not self._waiting:
            return
        try:
            sent = self.socket.send(self._waiting)
        except (BlockingIOError, InterruptedError):
            return
        except OSError as error:
            if error.errno == errno.ENOTCONN and self._error == errno.EINPROGRESS:
                return
            raise
        self._waiting = self._waiting[sent:]

    @property
    def wants_to_write(self) -> bool:
        """Must somebody tell it when there is room?"""
        return bool(self._waiting)

    def pull(self) -> bool:
        """Read what came; True when the answer is whole. Raise HttpError, OSError."""
        try:
            data = self.socket.recv(PIECE_BYTES)
        except (BlockingIOError, InterruptedError):
            return False
        if self.index is None:
            raise HttpError("unasked" if data else "closed")
        if data:
            return self.answer.feed(data)
        self.answer.end()
        return True

    @property
    def is_stale(self) -> bool:
        """Was it used before, and did it carry nothing of this answer yet?"""
        return self.uses > 1 and not self.answer.bytes_seen

    def close(self) -> None:
        """Hang up."""
        self.socket.close()
