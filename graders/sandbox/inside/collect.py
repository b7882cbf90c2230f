"""Sends the wanted files of a folder whose last writer is dead, trusting none of it."""

import os
import stat
import struct
import sys
from typing import BinaryIO, List, Optional, Tuple

HEADER = struct.Struct(">cQ")
PIECE_BYTES = 1 << 20
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


def objection(descriptor: int, left: int, max_mib: int) -> str:
    """Why the opened file is not taken; empty when it is."""
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode):
        return "It is not a regular file."
    if facts.st_nlink != 1:
        return f"It has {facts.st_nlink} links."
    if facts.st_size > max_mib << 20:
        return f"It is bigger than {max_mib} MiB."
    if facts.st_size > left:
        return f"Together the files are bigger than {max_mib} MiB."
    return ""


def send_file(descriptor: int, out: BinaryIO) -> int:
    """Send exactly as many bytes as announced; the size."""
    size = os.fstat(descriptor).st_size
    out.write(HEADER.pack(b"F", size))
    left = size
    while left:
        piece = os.read(descriptor, min(left, PIECE_BYTES))
        if not piece:
            sys.exit(1)
        out.write(piece)
        left -= len(piece)
    return size


def refuse(sentence: str, out: BinaryIO) -> None:
    """Send the reason instead of a file."""
    reason = sentence.encode()
    out.write(HEADER.pack(b"R", len(reason)) + reason)


def main(folder: str, max_mib: int, names: List[str]) -> None:
    """Wait for the word, then send every name's file or the reason why not."""
    out = sys.stdout.buffer
    if not sys.stdin.buffer.read(1):
        return
    left = max_mib << 20
    root = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    for name in names:
        descriptor, sentence = open_wanted(root, name)
        if descriptor is None:
            refuse(sentence, out)
            continue
        sentence = objection(descriptor, left, max_mib)
        if sentence:
            refuse(sentence, out)
        else:
            left -= send_file(descriptor, out)
        os.close(descriptor)
    out.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
