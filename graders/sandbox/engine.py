"""The one place that talks to a Docker engine."""

from __future__ import annotations

import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import docker
from docker.errors import APIError, DockerException, ImageNotFound
from docker.utils import kwargs_from_env
from requests.exceptions import RequestException

from graders.sandbox.stage import ImageMissingError, SandboxError

FRAME = struct.Struct(">BxxxL")
STDOUT, STDERR = 1, 2
PIECE_BYTES = 64 * 1024
GONE = frozenset({404, 409})  # no such container; not running any more


def connect() -> docker.APIClient:
    """A client of the engine that DOCKER_HOST names; raise SandboxError."""
    with engine_errors():
        return docker.APIClient(
            version="auto", timeout=120, num_pools=50, **kwargs_from_env()
        )


@contextmanager
def engine_errors() -> Iterator[None]:
    """Turn whatever the engine or its socket says into our own errors."""
    try:
        yield
    except ImageNotFound as error:
        raise ImageMissingError(str(error.explanation)) from error
    except (DockerException, RequestException, OSError) as error:
        raise SandboxError(f"The Docker engine failed: {error}") from error


@contextmanager
def already_gone() -> Iterator[None]:
    """Nothing to do when the container ended or was removed meanwhile."""
    try:
        yield
    except APIError as error:
        if error.status_code not in GONE:
            raise


class Attached:
    """The streams of one container, from before its start to its end."""

    def __init__(self, api: docker.APIClient, container: str, *, stdin: bool) -> None:
        wanted = {"stdout": 1, "stderr": 1, "stream": 1, "stdin": int(stdin)}
        self._response = api.attach_socket(container, params=wanted)
        self._socket: socket.socket = getattr(self._response, "_sock", self._response)
        self._socket.settimeout(None)

    def send(self, data: bytes) -> None:
        """Write to the container's standard input."""
        self._socket.sendall(data)

    def chunks(self) -> Iterator[tuple[int, bytes]]:
        """Yield (stream, bytes) until the container closes both; never much at once."""
        while header := self._read(FRAME.size):
            stream, left = FRAME.unpack(header)
            while left:
                piece = self._socket.recv(min(left, PIECE_BYTES))
                if not piece:
                    return
                left -= len(piece)
                yield stream, piece

    def _read(self, count: int) -> bytes:
        whole = b""
        while len(whole) < count:
            piece = self._socket.recv(count - len(whole))
            if not piece:
                return b""
            whole += piece
        return whole

    def abandon(self) -> None:
        """Wake up whoever reads, from any thread."""
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Give the connection back."""
        self._response.close()
        self._socket.close()
