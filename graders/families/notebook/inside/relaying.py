"""Stands between the judge and the run: every run is a fresh process of its own."""

import contextlib
import importlib
import os
import signal
import socket
import sys
import traceback
from typing import Any, Dict, Optional

from graders.harness.ahead import draw_anew, import_ahead
from graders.harness.answering import receive, serve
from graders.protocol import calls

from . import shell
from .answering import NotebookAnswers
from .orders import Task

KERNEL = ("nbclient", "nbformat", "jupyter_client.manager")
GONE = 3


def warm(task: Task) -> None:
    """Make what every run needs; a fork then has it for nothing."""
    if task.has_kernel:
        for name in KERNEL:
            importlib.import_module(name)
    else:
        shell.prepare()
        import_ahead([task.path])


def relay(connection: socket.socket, task: Task, limit: int) -> int:
    """Pass questions on until the judge hangs up; GONE where a run ended by itself."""
    run: Optional[Run] = None
    try:
        while True:
            question = calls.read_frame(lambda n: receive(connection, n), limit)
            if run is None or question["ask"] in ("load", "rerun"):
                if run:
                    run.end()
                run = Run(task, limit, connection)
            try:
                answer = run.ask(question)
            except (EOFError, OSError):
                return GONE
            connection.sendall(answer)
    except (EOFError, ConnectionError):
        return 0
    finally:
        if run:
            run.end()


class Run:
    """One run in a process that was forked for it."""

    def __init__(self, task: Task, limit: int, judge: socket.socket) -> None:
        self._line, theirs = socket.socketpair()
        self._limit = limit
        sys.stdout.flush()
        sys.stderr.flush()
        self._process = os.fork()
        if self._process == 0:
            self._line.close()
            judge.close()
            os.setsid()
            _answer(theirs, task, limit)
        theirs.close()

    def ask(self, question: Dict[str, Any]) -> bytes:
        """The frame that answers; EOFError or OSError where the run is over."""
        self._line.sendall(calls.frame(question, self._limit))
        header = receive(self._line, calls.HEADER.size)
        (size,) = calls.HEADER.unpack(header)
        return header + receive(self._line, min(size, self._limit))

    def end(self) -> None:
        """End it and all that it started."""
        self._line.close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)


def _answer(line: socket.socket, task: Task, limit: int) -> None:
    try:
        draw_anew()
        serve(line, NotebookAnswers(task), limit)
    except EOFError:  # the kernel died
        pass
    except BaseException:  # noqa: BLE001 - a fork must not go back where it came from
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(0)
