"""Small servers on this machine's loopback, each misbehaving in its own way."""

import contextlib
import socket
import threading

import pytest

from graders.load.http import request_bytes


@pytest.fixture(autouse=True)
def plain_settings():
    """These tests know nothing of the portal."""


def requests(count, path="/"):
    return [request_bytes("GET", path, [("Host", "test")], b"")] * count


@pytest.fixture
def ask():
    """Some requests as bytes."""
    return requests


@pytest.fixture
def serve():
    """Start a server whose ``act(connection, number)`` answers each request."""
    with contextlib.ExitStack() as stack:

        def start(act):
            listener = socket.create_server(("127.0.0.1", 0), backlog=256)
            stack.callback(listener.close)
            threading.Thread(target=accept, args=(listener, act), daemon=True).start()
            return listener.getsockname()[1]

        yield start


def accept(listener, act):
    while True:
        try:
            connection, _ = listener.accept()
        except OSError:
            return
        arguments = (connection, act)
        threading.Thread(target=talk, args=arguments, daemon=True).start()


def talk(connection, act):
    data, number = b"", 0
    with contextlib.suppress(OSError), connection:
        while True:
            while b"\r\n\r\n" not in data:
                piece = connection.recv(65536)
                if not piece:
                    return
                data += piece
            _, _, data = data.partition(b"\r\n\r\n")
            number += 1
            if act(connection, number) == "close":
                return
