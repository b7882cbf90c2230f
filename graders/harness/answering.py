"""Answers one question at a time, none past its time."""

import signal
import socket
import traceback
from pathlib import Path
from typing import Any, Dict, List, Sequence, Tuple

from graders.harness.loading import LoadError, find, line_of, load, text_of
from graders.protocol import calls


class TooSlow(BaseException):
    """The time of one call is over."""


def _ring(*_: Any) -> None:
    raise TooSlow


class Answers:
    """Everything this side can say; it lives as long as the connection."""

    def __init__(self, folder: Path, files: Sequence[str]) -> None:
        self.folder = folder
        self.files = files
        self.modules: List[Any] = []  # modules, or what stands for one

    def answer(self, question: Dict[str, Any]) -> Dict[str, Any]:
        """The answer to one question, without its nonce."""
        if question["ask"] == "load":
            return self._load()
        return self._call(question)

    def _load(self) -> Dict[str, Any]:
        try:
            self.modules = load(self.folder, self.files)
        except LoadError as error:
            return _error("load", error.text, file=error.file, line=error.line)
        return {"value": None}

    def _call(self, question: Dict[str, Any]) -> Dict[str, Any]:
        function: Any = find(self.modules, question["function"])
        if function is None:
            return _error("missing", question["function"])
        args = calls.decode(question["args"])
        try:
            return {"value": calls.encode(_timed(function, args, question["seconds"]))}
        except TooSlow:
            return _error("slow", "")
        except calls.UnsendableError as error:
            return _error("unsendable", str(error))
        except RecursionError:
            traceback.print_exc()
            return _error("raised", "RecursionError: nested too deeply")
        except BaseException as error:  # noqa: BLE001 - it is the student's code
            traceback.print_exc()
            return self._raised(error)

    def place(self, error: BaseException) -> Tuple[str, int]:
        """The file of the student's that ``error`` came through, and the line."""
        lines = ((file, line_of(error, self.folder, file)) for file in self.files)
        return next((at for at in lines if at[1]), ("", 0))

    def _raised(self, error: BaseException) -> Dict[str, Any]:
        file, line = self.place(error)
        return _error("raised", text_of(error), file=file, line=line)


def _timed(function: Any, args: List[Any], seconds: float) -> Any:
    signal.signal(signal.SIGALRM, _ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        return function(*args)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _error(kind: str, text: str, *, file: str = "", line: int = 0) -> Dict[str, Any]:
    return {"error": {"kind": kind, "text": text[:300], "file": file, "line": line}}


def serve(connection: socket.socket, answers: Answers, limit: int) -> None:
    """Answer until the judge hangs up."""
    while True:
        try:
            question = calls.read_frame(lambda n: receive(connection, n), limit)
        except EOFError:
            return
        nonce = question["nonce"]
        answer = answers.answer(question)
        try:
            message = calls.frame({"nonce": nonce, **answer}, limit)
        except calls.UnsendableError as error:
            message = calls.frame({"nonce": nonce, **_error("unsendable", str(error))})
        connection.sendall(message)


def receive(connection: socket.socket, count: int) -> bytes:
    """Exactly ``count`` bytes, or EOFError."""
    whole = b""
    while len(whole) < count:
        piece = connection.recv(count - len(whole))
        if not piece:
            raise EOFError
        whole += piece
    return whole
