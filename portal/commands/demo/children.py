"""Starts the demo's processes and sees to it that none outlives it."""

import contextlib
import ctypes
import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

PR_SET_PDEATHSIG = 1


class ChildDiedError(Exception):
    """A process of the demo ended though nobody asked it to."""


def _die_with_parent() -> None:
    """Ask the kernel for SIGTERM when the supervisor goes; Linux only."""
    with contextlib.suppress(AttributeError, OSError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """One process in a group of its own, with its output in a file."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    def tail(self, lines: int = 12) -> str:
        text = self.log.read_text(errors="replace").splitlines()
        return "\n".join(f"    {line}" for line in text[-lines:])


@dataclass
class Supervisor:
    """Owns its children: they die with it, and any one's death is a reason."""

    logs: Path
    children: list[Child] = field(default_factory=list)
    grace_s: float = 15.0  # for a runner to give its job back

    def start(
        self, name: str, argv: Sequence[str], *, env: Mapping[str, str], cwd: Path
    ) -> Child:
        """Start ``argv``; its output goes to ``logs/name.log``."""
        self.logs.mkdir(parents=True, exist_ok=True)
        log = self.logs / f"{name}.log"
        with log.open("ab") as output:
            process = subprocess.Popen(
                list(argv),
                env={**os.environ, **env},
                cwd=cwd,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        child = Child(name, process, log)
        self.children.append(child)
        return child

    def check(self) -> None:
        """Raise ChildDiedError, with the end of its log, if a child has ended."""
        for child in self.children:
            code = child.process.poll()
            if code is not None:
                raise ChildDiedError(
                    f"The {child.name} stopped (exit code {code}). Its last words, "
                    f"from {child.log}:\n{child.tail()}"
                )

    def wait_until(
        self, is_ready: Callable[[], bool], *, what: str, seconds: float
    ) -> None:
        """Wait for ``is_ready``; raise ChildDiedError if it never comes."""
        deadline = time.monotonic() + seconds
        while not is_ready():
            self.check()
            if time.monotonic() > deadline:
                raise ChildDiedError(f"{what} was not ready after {seconds:.0f} s.")
            time.sleep(0.1)

    def stop(self) -> None:
        """End all children, the last started first, and wait for them."""
        for child in reversed(self.children):
            _signal(child, signal.SIGTERM)
        deadline = time.monotonic() + self.grace_s
        for child in reversed(self.children):
            try:
                child.process.wait(timeout=max(0.1, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _signal(child, signal.SIGKILL)
                child.process.wait()
            _signal(child, signal.SIGKILL)  # whatever it left in its group
        self.children.clear()


def _signal(child: Child, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)
