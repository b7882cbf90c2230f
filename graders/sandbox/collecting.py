"""The host's half of collecting files: caps again, then new files of its own."""

from __future__ import annotations

import json
import os
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from graders.sandbox.stage import Collect, SandboxError, StageEnd

PROGRAM = Path(__file__).parent / "inside" / "collect.py"
GO = b"\n"
HEADER = struct.Struct(">cQ")
FILE, REFUSED = b"F", b"R"
LIVE, AGE, NETWORK = b"L", b"A", b"N"
LIVE_BYTES = 1 << 20
SENTENCE_BYTES = 4096
NOT_SENT = "The collector ended before it came to this file."


@dataclass
class Harvest:
    """What came back, and why the rest did not."""

    collected: dict[str, Path] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    ages: dict[str, float] = field(default_factory=dict)
    network_bytes: int | None = None
    followed: int = 0  # bytes passed on while the stage ran

    def onto(self, end: StageEnd) -> StageEnd:
        """``end`` with all of this."""
        return replace(
            end,
            collected=self.collected,
            refused=self.refused,
            ages=self.ages,
            network_bytes=self.network_bytes,
        )


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


def order(folder: str, collect: Collect, *, sent: int = 0) -> str:
    """The collector's one argument; ``sent`` bytes of what it follows are known."""
    return json.dumps(
        {
            "folder": folder,
            "max_mib": collect.max_mib,
            "names": collect.names,
            "follow": collect.follow,
            "sent": sent,
            "counts_network": collect.counts_network,
        }
    )


def receive(
    chunks: Iterable[bytes],
    collect: Collect,
    work: Path,
    harvest: Harvest | None = None,
) -> Harvest:
    """Write what the collector sends as new files below ``work``."""
    harvest = harvest or Harvest()
    incoming = Incoming(chunks)
    left = collect.max_mib * 2**20
    for name in collect.names:
        kind, size = _next_file(incoming, collect, harvest, name)
        if kind == REFUSED and size <= SENTENCE_BYTES:
            harvest.refused[name] = incoming.read(size).decode("utf-8", "replace")
        elif kind == FILE and size <= left:
            left -= size
            harvest.collected[name] = write_new(work / name, incoming.pieces(size))
        else:
            raise SandboxError("The collector sent more than it may.")
    return harvest


def _next_file(
    incoming: Incoming, collect: Collect, harvest: Harvest, name: str
) -> tuple[bytes, int]:
    """Take in all that is said before the next file or refusal; that one's header."""
    while True:
        kind, value = HEADER.unpack(incoming.read(HEADER.size))
        if kind == LIVE and harvest.followed + value <= LIVE_BYTES:
            new = incoming.read(value)
            harvest.followed += value
            if collect.on_new:
                collect.on_new(new)
        elif kind == NETWORK:
            harvest.network_bytes = value
        elif kind == AGE:
            harvest.ages[name] = value / 1000
        else:
            return kind, value


def write_new(target: Path, pieces: Iterable[bytes]) -> Path:
    """Make ``target`` of ``pieces``; never follow, never overwrite."""
    target.parent.mkdir(parents=True, exist_ok=True)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(target, flags, 0o644), "wb") as file:
        for piece in pieces:
            file.write(piece)
    return target
