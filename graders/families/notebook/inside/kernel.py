"""Runs cells in a real kernel by way of nbclient, for notebooks that need one."""

import re
import socket
import sys
import time
from typing import Any, Dict, List, Optional

from graders.harness.answering import receive
from graders.protocol import calls

from .reading import Cell
from .trouble import Trouble, slow

LINE = re.compile(r"line (\d+)")
COLOURS = re.compile(r"\x1b\[[0-9;]*m")
PATIENCE_S = 30.0
SERVE = (  # no name of its own: the names are the student's
    "__import__('assay_notebook.inkernel', fromlist=['serve'])"
    ".serve({place!r}, {numbers!r})"
)


class KernelSession:
    """A fresh kernel; after its cells have run it answers through a socket."""

    names: Any = None

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._client = make_client(folder)
        self._numbers: List[int] = []
        self._line: Optional[socket.socket] = None

    def run(self, cell: Cell, seconds: float) -> Optional[Trouble]:
        """Run one cell; what went wrong, if anything did."""
        import nbformat
        from nbclient.exceptions import CellExecutionError, DeadKernelError

        client = self._client
        client.timeout = int(seconds + 0.999) if seconds else None
        client.nb.cells.append(nbformat.v4.new_code_cell(cell.source))
        self._numbers.append(cell.number)
        began = time.monotonic()
        try:
            client.execute_cell(client.nb.cells[-1], len(client.nb.cells) - 1)
        except CellExecutionError as error:
            if seconds and time.monotonic() - began >= seconds:
                return slow(cell, seconds)
            return _trouble(cell, error)
        except DeadKernelError:
            return Trouble(cell, "died", "the kernel died.")
        finally:
            sys.stdout.flush()
        return None

    def place_of(self, error: BaseException) -> Any:
        """The kernel itself says where its errors were."""
        return "", 0

    def answer(self, question: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        """What the kernel answers; EOFError where it is gone."""
        if self._line is None:
            self._line = self._connect()
        nonce = question["nonce"]
        self._line.sendall(calls.frame(question))
        line = self._line
        answer = calls.read_frame(lambda n: receive(line, n))
        if answer.pop("nonce", None) != nonce:
            raise EOFError
        return answer

    def _connect(self) -> socket.socket:
        place = f"{self._folder}/.answers"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(place)
            listener.listen(1)
            listener.settimeout(PATIENCE_S)
            code = SERVE.format(place=place, numbers=self._numbers)
            self._client.kc.execute(code, silent=True, store_history=False)
            connection, _ = listener.accept()
        connection.settimeout(None)
        return connection


def _trouble(cell: Cell, error: Any) -> Trouble:
    places = LINE.findall(COLOURS.sub("", error.traceback or ""))
    text = f"{error.ename}: {error.evalue}"
    return Trouble(cell, "raised", text, int(places[-1]) if places else 0)


def make_client(folder: str) -> Any:
    """A kernel that listens on files, and a client that prints what comes from it."""
    import nbformat
    from jupyter_client.manager import AsyncKernelManager
    from nbclient import NotebookClient

    class Client(NotebookClient):  # type: ignore[misc]
        def output(self, outs: Any, msg: Any, *_: Any) -> None:
            """Print it at once and keep nothing."""
            sys.stdout.write(_text_of(msg["msg_type"], msg["content"]))
            sys.stdout.flush()

    manager = AsyncKernelManager(kernel_name="python3", transport="ipc")
    manager.ip = f"{folder}/.kernel"
    client = Client(
        nbformat.v4.new_notebook(),
        km=manager,
        interrupt_on_timeout=True,
        resources={"metadata": {"path": folder}},
    )
    client.start_new_kernel(cwd=folder)
    client.start_new_kernel_client()
    return client


def _text_of(kind: str, content: Dict[str, Any]) -> str:
    if kind == "stream":
        return str(content.get("text", ""))
    if kind == "error":
        return COLOURS.sub("", "\n".join(content.get("traceback", []))) + "\n"
    shown = content.get("data", {}).get("text/plain", "")
    return f"{shown}\n" if shown else ""
