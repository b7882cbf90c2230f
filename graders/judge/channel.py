"""One connection to the student's side, on which only the judge asks."""

import os
import secrets
import select
import socket
import time
from pathlib import Path
from typing import Any, Dict

from graders.judge.errors import ChannelError
from graders.protocol import calls

SOCKET = "judge.sock"
GRACE_S = 1.0  # for the harness to notice that a call is too slow


class Listener:
    """A socket in a folder that the student's side sees read-only; one accept."""

    def __init__(self, folder: Path) -> None:
        self._socket = socket.socket(socket.AF_UNIX)
        handle = os.open(str(folder), os.O_RDONLY | os.O_DIRECTORY)
        place = f"/proc/self/fd/{handle}/{SOCKET}"  # short, however deep it is
        self._socket.bind(place)
        os.chmod(place, 0o666)  # noqa: S103, PTH101 - the student is another user
        os.close(handle)
        self._path = folder / SOCKET
        self._socket.listen(1)

    def accept(self, patience_s: float, limit: int) -> "Channel":
        """The one connection; nobody can make a second."""
        self._socket.settimeout(patience_s)
        try:
            connection, _ = self._socket.accept()
        except socket.timeout as error:
            raise ChannelError("absent", "nobody connected") from error
        finally:
            self._path.unlink()
            self._socket.close()
        return Channel(connection, limit)


class Channel:
    """Questions and answers, one at a time; after any ChannelError it is closed."""

    def __init__(self, connection: socket.socket, limit: int) -> None:
        self._connection = connection
        self._limit = limit

    def ask(self, question: Dict[str, Any], seconds: float) -> Dict[str, Any]:
        """The answer to ``question``, whole within ``seconds``; raise ChannelError."""
        nonce = secrets.token_hex(16)
        deadline = time.monotonic() + seconds + GRACE_S
        message = calls.frame({"nonce": nonce, **question}, self._limit)
        try:
            self._refuse_early_bytes()
            self._send(message, deadline)
            answer = calls.read_frame(lambda n: self._read(n, deadline), self._limit)
            if answer.pop("nonce", None) != nonce or len(answer) != 1:
                raise calls.WireError("an answer to another question")
        except calls.WireError as error:
            self.close()
            raise ChannelError("protocol", str(error)) from error
        except (socket.timeout, OSError, ChannelError) as error:
            self.close()
            raise _gone(error) from error
        return answer

    def _refuse_early_bytes(self) -> None:
        readable, _, _ = select.select([self._connection], [], [], 0)
        if readable and self._connection.recv(1, socket.MSG_PEEK):
            raise calls.WireError("bytes before the question")

    def _send(self, message: bytes, deadline: float) -> None:
        self._connection.settimeout(_left(deadline))
        self._connection.sendall(message)

    def _read(self, count: int, deadline: float) -> bytes:
        whole = bytearray()
        while len(whole) < count:
            self._connection.settimeout(_left(deadline))
            piece = self._connection.recv(min(count - len(whole), 2**16))
            if not piece:
                raise ChannelError("gone", "the connection was closed")
            whole += piece
        return bytes(whole)

    def close(self) -> None:
        """Hang up; the harness then ends."""
        self._connection.close()


def _left(deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise ChannelError("timeout", "no whole answer in time")
    return left


def _gone(error: Exception) -> ChannelError:
    if isinstance(error, ChannelError):
        return error
    if isinstance(error, socket.timeout):
        return ChannelError("timeout", "no answer in time")
    return ChannelError("gone", f"the connection broke: {error}")
