"""Asks the Redis beside the server, in Redis's own words; for judges to look inside."""

import socket
from typing import Any, List

from graders.load.connection import HOST

PORT = 6379
MOST_BYTES = 2**20
PATIENCE_S = 2.0


class RedisError(Exception):
    """It did not answer, or not as Redis does."""


def ask(words: List[str], port: int = PORT) -> Any:
    """The answer to one command: text, number, list or None; raise RedisError."""
    try:
        with socket.create_connection((HOST, port), PATIENCE_S) as connection:
            connection.settimeout(PATIENCE_S)
            connection.sendall(command(words))
            with connection.makefile("rb") as stream:
                return read(stream)
    except OSError as error:
        raise RedisError(f"no answer: {error}") from error
    except (ValueError, RecursionError) as error:
        raise RedisError(f"an odd answer: {error}") from error


def command(words: List[str]) -> bytes:
    """A command as Redis reads it."""
    whole = [b"*%d\r\n" % len(words)]
    for word in words:
        data = word.encode()
        whole.append(b"$%d\r\n%s\r\n" % (len(data), data))
    return b"".join(whole)


def read(stream: Any) -> Any:
    """One value from ``stream``."""
    line = stream.readline(MOST_BYTES)
    if not line.endswith(b"\r\n"):
        raise RedisError("it hung up")
    kind, rest = line[:1], line[1:-2]
    if kind == b"-":
        raise RedisError(rest.decode("utf-8", "replace"))
    if kind == b"+":
        return rest.decode("utf-8", "replace")
    if kind == b":":
        return int(rest)
    if kind == b"$":
        return _text(stream, int(rest))
    if kind == b"*":
        return [read(stream) for _ in range(min(int(rest), 100_000))]
    raise ValueError("a value of no kind")


def _text(stream: Any, size: int) -> Any:
    if size < 0:
        return None
    if size > MOST_BYTES:
        raise ValueError("a value that is too long")
    return stream.read(size + 2)[:-2].decode("utf-8", "replace")
