"""Runs cells in an IPython shell of this very process: 20 times as fast as a kernel."""

import signal
import sys
import traceback
from pathlib import Path
from typing import Any, Dict, List, Optional

from graders.harness.loading import text_of

from .reading import Cell
from .trouble import Trouble, slow

_ready: List[Any] = []  # a shell that nothing ran in yet


class TooSlow(BaseException):
    """The time of one cell is over."""


def _ring(*_: Any) -> None:
    raise TooSlow


class Names:
    """What the cells defined, as if it was a module."""

    def __init__(self, found: Dict[str, Any]) -> None:
        self._found = found

    def __getattr__(self, name: str) -> Any:
        try:
            return self._found[name]
        except KeyError:
            raise AttributeError(name) from None


class ShellSession:
    """A fresh shell; what its cells define stays in ``names``."""

    def __init__(self) -> None:
        self._shell = _ready.pop() if _ready else make_shell()
        self._shell.user_ns["_dh"][:] = [Path.cwd()]  # where `%cd -` comes back to
        self.names = Names(self._shell.user_ns)
        self._cells: Dict[str, Cell] = {}

    def run(self, cell: Cell, seconds: float) -> Optional[Trouble]:
        """Run one cell; what went wrong, if anything did."""
        self._shell.execution_count = cell.number
        self._cells[code_name(cell.number)] = cell
        signal.signal(signal.SIGALRM, _ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)
        try:
            done = self._shell.run_cell(cell.source, store_history=False)
        except TooSlow:
            return slow(cell, seconds)
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        found = done.error_before_exec or done.error_in_exec
        if found is None:
            return None
        if isinstance(found, TooSlow):
            return slow(cell, seconds)
        return self._trouble(cell, found)

    def _trouble(self, cell: Cell, found: BaseException) -> Trouble:
        if isinstance(found, SyntaxError):
            text = f"{type(found).__name__}: {found.msg}"
            return Trouble(cell, "raised", text, found.lineno or 0)
        frames = traceback.extract_tb(found.__traceback__)
        name = code_name(cell.number)
        lines = [frame.lineno or 0 for frame in frames if frame.filename == name]
        return Trouble(cell, "raised", text_of(found), lines[-1] if lines else 0)

    def place_of(self, error: BaseException) -> Any:
        """The deepest cell that ``error`` came through, and the line in it."""
        frames = traceback.extract_tb(error.__traceback__)
        for frame in reversed(frames):
            if frame.filename in self._cells:
                number = self._cells[frame.filename].number
                return (f"code cell {number}" if number else "parameters"), frame.lineno
        return "", 0

    def answer(self, question: Dict[str, Any]) -> Optional[Dict[str, Any]]:
        """Nothing: whoever has a shell asks its names."""
        return None


def prepare() -> None:
    """Have the next session's shell made; forks then all have it.

    What describes an error is imported with the first one, so there is one now.
    """
    _ready[:] = [make_shell()]
    try:
        raise TooSlow
    except TooSlow:
        _ready[0].InteractiveTB.structured_traceback(*sys.exc_info())


def code_name(number: int) -> str:
    """What tracebacks call a cell."""
    return f"<code cell {number}>" if number else "<parameters>"


def make_shell() -> Any:
    """A shell without history, colours or a screen."""
    from IPython.core.compilerop import CachingCompiler
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets import Type
    from traitlets.config import Config

    class Compiler(CachingCompiler):  # type: ignore[misc]
        def get_code_name(self, raw_code: str, code: str, number: int) -> str:
            return code_name(number)

    class Shell(InteractiveShell):  # type: ignore[misc]
        compiler_class = Type(Compiler)

        def enable_gui(self, gui: Any = None) -> None:
            """There is no screen; `%matplotlib inline` asks all the same."""

    wanted = Config()
    wanted.HistoryManager.enabled = False
    wanted.InteractiveShell.colors = "nocolor"
    wanted.InteractiveShell.cache_size = 0
    shell = Shell.instance(config=wanted)
    shell.set_custom_exc((TooSlow,), lambda *_: None)  # we say it in our own words
    return shell
