"""Answers questions from inside a kernel, once all cells have run."""

import socket
import sys
import traceback
from pathlib import Path
from typing import Any, Dict, List, Tuple

from graders.harness.answering import serve as answer_all
from graders.protocol.calls import FRAME_BYTES

from .answering import Asked
from .shell import Names


class Kernel(Asked):
    """The names of the kernel, and which of its code is which cell."""

    def __init__(self, shell: Any, numbers: List[int]) -> None:
        super().__init__(Path(), ())
        self._compiled: Dict[str, int] = getattr(shell.compile, "_filename_map", {})
        self._numbers = numbers
        self.modules = [Names(shell.user_ns)]

    def place(self, error: BaseException) -> Tuple[str, int]:
        """The deepest cell that ``error`` came through."""
        for frame in reversed(traceback.extract_tb(error.__traceback__)):
            count = self._compiled.get(frame.filename, 0)
            if 0 < count <= len(self._numbers) and self._numbers[count - 1]:
                return f"code cell {self._numbers[count - 1]}", frame.lineno or 0
        return "", 0


def serve(place: str, numbers: List[int]) -> None:
    """Answer until whoever asks hangs up."""
    shell = sys.modules["IPython"].get_ipython()  # type: ignore[attr-defined]
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(place)
        answer_all(connection, Kernel(shell, numbers), FRAME_BYTES)
