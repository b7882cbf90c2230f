"""Collects for a stage without a container: beside it, then once all of it is dead."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from graders.sandbox import collecting
from graders.sandbox.collecting import Harvest
from graders.sandbox.stage import Collect, SandboxError

PIECE_BYTES = 64 * 1024
DEADLINE_S = 60
Launch = Callable[[list[str]], "subprocess.Popen[bytes]"]


class ProcessCollector:
    """The collecting program as the stage's own user, who could kill it any time."""

    def __init__(
        self,
        launch: Launch,
        program: list[str],
        folder: str,
        *,
        collect: Collect,
        work: Path,
    ) -> None:
        self._launch, self._program, self._folder = launch, program, folder
        self._collect, self._work = collect, work
        self._harvest = Harvest()
        self._beside: subprocess.Popen[bytes] | None = None
        self._reader: threading.Thread | None = None

    def follow(self) -> None:
        """Begin to pass on what is added to a file, where the stage wants that."""
        if self._collect.follow:
            self._beside = self._start()
            self._reader = threading.Thread(
                target=self._hear, args=(self._beside,), daemon=True
            )
            self._reader.start()

    def _hear(self, process: subprocess.Popen[bytes]) -> None:
        with process, suppress(SandboxError, OSError):
            self._receive(process)

    def harvest(self) -> Harvest:
        """Once all of the stage is dead: take what it left."""
        if self._beside and self._reader:
            self._beside.kill()
            self._reader.join()
        process = self._start()
        deadline = threading.Timer(DEADLINE_S, process.kill)
        deadline.start()
        try:
            with process:
                if process.stdin:
                    process.stdin.write(collecting.GO)
                    process.stdin.close()
                return self._receive(process)
        finally:
            deadline.cancel()

    def _start(self) -> subprocess.Popen[bytes]:
        sent = self._harvest.followed
        order = collecting.order(self._folder, self._collect, sent=sent)
        return self._launch([*self._program, order])

    def _receive(self, process: subprocess.Popen[bytes]) -> Harvest:
        chunks = chunks_of(process.stdout)
        harvest = collecting.receive(chunks, self._collect, self._work, self._harvest)
        harvest.network_bytes = None  # another loopback than the stage's
        return harvest


def chunks_of(stream: IO[bytes] | None) -> Iterator[bytes]:
    """Yield what comes, as it comes."""
    if stream is not None:
        with stream:
            while chunk := os.read(stream.fileno(), PIECE_BYTES):
                yield chunk
