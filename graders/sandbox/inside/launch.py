"""Becomes a program of another user with limits; the process backend's last step."""

import ctypes
import fcntl
import json
import os
import resource
import signal
import socket
import struct
import sys
from typing import Dict

NEW_NET = 0x40000000
PARENT_DEATH = 1  # prctl: a signal when the parent dies
NO_NEW_PRIVILEGES = 38
SET_FLAGS, UP = 0x8914, 1


def leave_network() -> None:
    """Keep loopback only; where the kernel refuses, the network stays."""
    if not hasattr(ctypes.CDLL(None), "unshare"):
        return
    if ctypes.CDLL(None).unshare(NEW_NET) == 0:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
            fcntl.ioctl(control, SET_FLAGS, struct.pack("16sh14x", b"lo", UP))


def change_user(uid: int) -> None:
    """Drop root for good."""
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)


def set_limits(limits: Dict[str, int]) -> None:
    """Set each limit so that it cannot be raised again."""
    for name, value in limits.items():
        which = getattr(resource, "RLIMIT_" + name, None)
        if which is None:
            continue
        hard = resource.getrlimit(which)[1]
        if hard != resource.RLIM_INFINITY:
            value = min(value, hard)
        resource.setrlimit(which, (value, value))


def tie_to_parent() -> None:
    """Die with the runner, and gain nothing from programs with special rights."""
    if sys.platform == "linux":
        libc = ctypes.CDLL(None)
        libc.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        libc.prctl(PARENT_DEATH, signal.SIGKILL, 0, 0, 0)


def main() -> None:
    """Obey the one argument, a JSON object, then become its program."""
    order = json.loads(sys.argv[1])
    argv = order["argv"]
    if order["uid"]:
        leave_network()
        change_user(order["uid"])
    tie_to_parent()
    set_limits(order["limits"])
    os.umask(0o022)
    os.chdir(order["cwd"])
    try:
        os.execve(argv[0], argv, order["env"])  # noqa: S606 - the very point
    except OSError as error:
        sys.exit(f"{argv[0]} cannot be started: {error.strerror}")


if __name__ == "__main__":
    main()
