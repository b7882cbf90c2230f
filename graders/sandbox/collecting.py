"""The host's half of collecting files: caps again, then new files of its own."""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from graders.sandbox.stage import Collect, SandboxError

PROGRAM = Path(__file__).parent / "inside" / "collect.py"
GO = b"\n"
HEADER = struct.Struct(">cQ")
FILE, REFUSED = b"F", b"R"
SENTENCE_BYTES = 4096
NOT_SENT = "The collector ended before it came to this file."


@dataclass
class Harvest:
    """What came back, and why the rest did not."""

    collected: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)


class Incoming:
    """Exact reads from a stream that comes in pieces of any size."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = iter(chunks)
        self._rest = b""

    def pieces(self, count: int) -> Iterator[bytes]:
        """Yield ``count`` bytes in all, holding one piece at a time."""
        while count:
            if not self._rest:
                self._rest = next(self._chunks, b"")
            if not self._rest:
                raise SandboxError(NOT_SENT)
            piece, self._rest = self._rest[:count], self._rest[count:]
            count -= len(piece)
            yield piece

    def read(self, count: int) -> bytes:
        """Exactly ``count`` bytes."""
        return b"".join(self.pieces(count))


def arguments(folder: str, collect: Collect) -> list[str]:
    """The collector's command line, after the interpreter and the program."""
    return [folder, str(collect.max_mib), *collect.names]


def receive(chunks: Iterable[bytes], collect: Collect, work: Path) -> Harvest:
    """Write what the collector sends as new files below ``work``."""
    harvest = Harvest()
    incoming = Incoming(chunks)
    left = collect.max_mib * 2**20
    for name in collect.names:
        kind, size = HEADER.unpack(incoming.read(HEADER.size))
        if kind == REFUSED and size <= SENTENCE_BYTES:
            harvest.refused[name] = incoming.read(size).decode("utf-8", "replace")
        elif kind == FILE and size <= left:
            left -= size
            harvest.collected[name] = write_new(work / name, incoming.pieces(size))
        else:
            raise SandboxError("The collector sent more than it may.")
    return harvest


def write_new(target: Path, pieces: Iterable[bytes]) -> Path:
    """Make ``target`` of ``pieces``; never follow, never overwrite."""
    target.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(target, flags, 0o644), "wb") as file:
        for piece in pieces:
            file.write(piece)
    return target
