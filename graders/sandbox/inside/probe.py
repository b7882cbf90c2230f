"""Prints, as a JSON list, what a student's container can do although it must not."""

import ctypes
import errno
import json
import os
import platform
import socket
import sys
from pathlib import Path
from typing import Dict, List, Tuple

Numbers = Tuple[int, int]  # on x86-64, on arm64
NEW_USER = 0x10000000
NEW_NET = 0x40000000

# Arguments that an unfiltered kernel finds wrong: then EPERM means the filter.
CALLS: Dict[str, Tuple[Numbers, Tuple[int, ...]]] = {
    "set up io_uring": ((425, 425), (0, 0)),
    "make a user namespace": ((272, 97), (NEW_USER,)),
    "join a namespace": ((308, 268), (-1, 0)),
    "mount": ((165, 40), (0, 0, 0, 0, 0)),
    "unmount": ((166, 39), (0, 0)),
    "open a file system": ((430, 430), (0, 0)),
    "move a mount": ((429, 429), (-1, 0, -1, 0, 0)),
    "use kernel keys": ((250, 219), (0, 0, 0, 0, 0)),
    "add a kernel key": ((248, 217), (0, 0, 0, 0, 0)),
    "ask for a kernel key": ((249, 218), (0, 0, 0, 0)),
    "use bpf": ((321, 280), (-1, 0, 0)),
    "use userfaultfd": ((323, 282), (0x7FFFFFFF,)),
    "use perf": ((298, 241), (0, 0, 0, 0, 0)),
    "trace a process": ((101, 117), (1, 0, 0, 0)),
    "read another process": ((310, 270), (0, 0, 0, 0, 0, 0)),
    "write another process": ((311, 271), (0, 0, 0, 0, 0, 0)),
    "load a kernel": ((246, 104), (0, 0, 0, 0)),
    "load a module": ((175, 105), (0, 0, 0)),
    "open by handle": ((304, 265), (-1, 0, 0)),
    "change its root": ((161, 51), (0,)),
    "take another's descriptor": ((438, 438), (-1, 0, 0)),
}


def number(pair: Numbers) -> int:
    """The call's number on this machine."""
    return pair[1] if platform.machine() == "aarch64" else pair[0]


def is_refused(pair: Numbers, arguments: Tuple[int, ...]) -> bool:
    """Does the filter refuse the call before the kernel looks at it?"""
    libc = ctypes.CDLL(None, use_errno=True)
    words = [ctypes.c_long(word) for word in arguments]
    answer = libc.syscall(ctypes.c_long(number(pair)), *words)
    return answer == -1 and ctypes.get_errno() == errno.EPERM


def is_clone_refused() -> bool:
    """Is a new user namespace by way of clone refused as well?"""
    libc = ctypes.CDLL(None, use_errno=True)
    call = ctypes.c_long(220 if platform.machine() == "aarch64" else 56)
    child = libc.syscall(call, ctypes.c_long(NEW_USER | 17), 0, 0, 0, 0)
    if child == 0:
        os._exit(0)
    return child == -1 and ctypes.get_errno() == errno.EPERM


def status(key: str) -> str:
    """A line of what the kernel says about this process."""
    text = Path("/proc/self/status").read_text(encoding="ascii")
    lines = dict(line.split(":", 1) for line in text.splitlines())
    return lines[key].strip()


def can_open_socket(family: int) -> bool:
    """Is a socket of this family to be had?"""
    try:
        socket.socket(family, socket.SOCK_STREAM).close()
    except OSError:
        return False
    return True


def can_write(folder: str) -> bool:
    """Can a file be made there?"""
    try:
        (Path(folder) / "probe").touch()
    except OSError:
        return False
    return True


def findings() -> List[str]:
    """Everything that should have been refused."""
    facts = {
        "make a namespace while cloning": not is_clone_refused(),
        "act as root": os.getuid() == 0 or os.getgid() == 0,
        "use capabilities": int(status("CapEff"), 16) != 0,
        "get capabilities": int(status("CapBnd"), 16) != 0,
        "gain privileges": status("NoNewPrivs") != "1",
        "call without a filter": status("Seccomp") != "2",
        "use a network": {name for _, name in socket.if_nameindex()} != {"lo"},
        "talk to the hypervisor": can_open_socket(40),
        "use the kernel's ciphers": can_open_socket(38),
        "write to its image": any(map(can_write, ("/", "/etc", "/opt", "/var/tmp"))),  # noqa: S108
    }
    calls = [what for what, how in CALLS.items() if not is_refused(*how)]
    return calls + [what for what, is_so in facts.items() if is_so]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(findings()))
