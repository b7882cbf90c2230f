"""Becomes a student's server, once everything it needs is there.

python -I -S begin.py BEACON PORT,PORT... COMMAND...: wait for the ports, call the
beacon, keep that line open as long as the program lives, and become the program.
"""

import os
import socket
import sys
import time
from typing import List

HOST = "127.0.0.1"
PATIENCE_S = 20.0


def call(port: int) -> socket.socket:
    """A connection to ``port`` as soon as somebody listens there."""
    give_up = time.monotonic() + PATIENCE_S
    while True:
        try:
            return socket.create_connection((HOST, port), 1.0)
        except OSError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def main(beacon: str, ports: str, command: List[str]) -> None:
    """Wait, call, become."""
    for port in filter(None, ports.split(",")):
        call(int(port)).close()
    line = call(int(beacon))
    line.settimeout(None)
    os.set_inheritable(line.fileno(), True)
    try:
        os.execvp(command[0], command)  # noqa: S606 - the very point
    except OSError as error:
        sys.exit(f"{command[0]} cannot be started: {error.strerror}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
