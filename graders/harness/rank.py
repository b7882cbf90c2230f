"""python -m graders.harness.rank PROGRAM WORD...: one rank, ended without ceremony.

Threads of Gloo may still hold Python objects while the interpreter takes itself apart,
which ends a program that did everything right with SIGABRT (pytorch, pull request
179291). So what a program may count on at its end is done here, and then it is gone.
"""

import atexit
import gc
import io
import os
import runpy
import sys
import threading
import traceback
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import List, Optional


def run(program: str, words: List[str]) -> int:
    """Run ``program`` as Python would; its exit code."""
    sys.argv = [program, *words]
    sys.path[0] = str(Path(program).resolve().parent)
    try:
        runpy.run_path(program, run_name="__main__")
    except SystemExit as end:
        if isinstance(end.code, str):
            sys.stderr.write(end.code + "\n")
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException as error:  # noqa: BLE001 - as Python does at a program's edge
        kind, shown = type(error), _own_part(error.__traceback__, program)
        traceback.print_exception(kind, error, shown)
        return 1
    return 0


def _own_part(trace: Optional[TracebackType], program: str) -> Optional[TracebackType]:
    """From the program's first line on; all of it where that is not in it."""
    part = trace
    while part and part.tb_frame.f_code.co_filename != program:
        part = part.tb_next
    return part or trace


def tidy() -> None:
    """Wait for its threads, do what it registered, and write out what is open."""
    for thread in threading.enumerate():
        if thread is not threading.current_thread() and not thread.daemon:
            thread.join()
    atexit._run_exitfuncs()
    for thing in gc.get_objects():
        if issubclass(type(thing), io.IOBase):
            with suppress(OSError, ValueError):
                thing.flush()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()


if __name__ == "__main__":
    code = run(sys.argv[1], sys.argv[2:])
    tidy()
    os._exit(code & 0xFF)
