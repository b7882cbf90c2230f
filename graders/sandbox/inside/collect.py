"""Sends the wanted files of a folder whose last writer is dead, trusting none of it.

While it waits for that, it may pass on what is added to one file; the order, a JSON
object, says which.
"""

import json
import os
import select
import stat
import struct
import sys
import time
from typing import Any, BinaryIO, Dict, Optional, Tuple

HEADER = struct.Struct(">cQ")
PIECE_BYTES = 1 << 20
LOOK_S = 1.0
LIVE_PIECE_BYTES = 64 << 10  # the most that is passed on in one look
LIVE_BYTES = 1 << 20  # and in all
NO_TRICKS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
Opened = Tuple[Optional[int], str]  # a descriptor, or the sentence why there is none


def open_wanted(root: int, name: str) -> Opened:
    """Open ``name`` step by step, so that no part of its path can be a link."""
    steps = name.split("/")
    folder = os.dup(root)
    try:
        for step in steps[:-1]:
            inner = os.open(step, NO_TRICKS | os.O_DIRECTORY, dir_fd=folder)
            os.close(folder)
            folder = inner
        facts = os.stat(steps[-1], dir_fd=folder, follow_symlinks=False)
        if stat.S_ISLNK(facts.st_mode):
            return None, "It is a link."
        return os.open(steps[-1], NO_TRICKS, dir_fd=folder), ""
    except FileNotFoundError:
        return None, "It is missing."
    except NotADirectoryError:
        return None, "Its folder is a link, or is not a folder."
    except OSError:
        return None, "It cannot be read."
    finally:
        os.close(folder)


def oddness(facts: os.stat_result) -> str:
    """Why it is no plain file; empty when it is one."""
    if not stat.S_ISREG(facts.st_mode):
        return "It is not a regular file."
    if facts.st_nlink != 1:
        return f"It has {facts.st_nlink} links."
    return ""


def objection(descriptor: int, left: int, max_mib: int) -> str:
    """Why the opened file is not taken; empty when it is."""
    facts = os.fstat(descriptor)
    if odd := oddness(facts):
        return odd
    if facts.st_size > max_mib << 20:
        return f"It is bigger than {max_mib} MiB."
    if facts.st_size > left:
        return f"Together the files are bigger than {max_mib} MiB."
    return ""


def send_file(descriptor: int, out: BinaryIO) -> int:
    """Send its age and exactly as many bytes as announced; the size."""
    facts = os.fstat(descriptor)
    # The time of the last change of the inode: nobody can set it back.
    age_ms = max(0, int((time.time() - facts.st_ctime) * 1000))
    out.write(HEADER.pack(b"A", age_ms))
    out.write(HEADER.pack(b"F", facts.st_size))
    left = facts.st_size
    while left:
        piece = os.read(descriptor, min(left, PIECE_BYTES))
        if not piece:
            sys.exit(1)
        out.write(piece)
        left -= len(piece)
    return facts.st_size


def refuse(sentence: str, out: BinaryIO) -> None:
    """Send the reason instead of a file."""
    reason = sentence.encode()
    out.write(HEADER.pack(b"R", len(reason)) + reason)


class Follower:
    """Passes on what is added to a file, in whole lines where there are lines."""

    def __init__(self, root: int, name: str, sent: int, out: BinaryIO) -> None:
        self._root, self._name, self._out = root, name, out
        self._sent = sent

    def look(self, *, is_last: bool = False) -> bool:
        """Send what is new, one piece; whether there was any."""
        descriptor, _ = open_wanted(self._root, self._name)
        if descriptor is None:
            return False
        try:
            if oddness(os.fstat(descriptor)):
                return False
            room = min(LIVE_PIECE_BYTES, LIVE_BYTES - self._sent)
            new = os.pread(descriptor, room, self._sent)
        except OSError:
            return False
        finally:
            os.close(descriptor)
        end = new.rfind(b"\n") + 1
        if end == 0 and (is_last or len(new) == room):
            end = len(new)
        self._send(new[:end])
        return end > 0

    def _send(self, new: bytes) -> None:
        if new:
            self._out.write(HEADER.pack(b"L", len(new)) + new)
            self._out.flush()
            self._sent += len(new)


def wait(follower: Optional[Follower]) -> bool:
    """Wait for the word, looking on; False when nobody is there to give it."""
    while follower and not select.select([0], [], [], LOOK_S)[0]:
        follower.look()
    if not os.read(0, 1):
        return False
    while follower and follower.look(is_last=True):
        pass
    return True


def loopback_bytes() -> int:
    """What went over loopback since this network was made."""
    with open("/proc/self/net/dev", encoding="ascii") as devices:  # noqa: PTH123
        rows = dict(line.split(":", 1) for line in devices if ":" in line)
    fields = {name.strip(): row.split() for name, row in rows.items()}
    return int(fields["lo"][8])


def main(order: Dict[str, Any]) -> None:
    """Wait for the word, then send every name's file or the reason why not."""
    out = sys.stdout.buffer
    root = os.open(order["folder"], os.O_RDONLY | os.O_DIRECTORY)
    follow = order["follow"]
    follower = Follower(root, follow, order["sent"], out) if follow else None
    if not wait(follower):
        return
    if order["counts_network"]:
        out.write(HEADER.pack(b"N", loopback_bytes()))
    left = order["max_mib"] << 20
    for name in order["names"]:
        descriptor, sentence = open_wanted(root, name)
        if descriptor is None:
            refuse(sentence, out)
            continue
        sentence = objection(descriptor, left, order["max_mib"])
        if sentence:
            refuse(sentence, out)
        else:
            left -= send_file(descriptor, out)
        os.close(descriptor)
    out.flush()


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
