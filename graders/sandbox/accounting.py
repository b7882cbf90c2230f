"""Watches what a running container uses; a light reader beside it, never in its way."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

CGROUPS = Path("/sys/fs/cgroup")
PROC = Path("/proc")
FIRST_WAIT_S, LONGEST_WAIT_S = 0.04, 0.5


class Figures(NamedTuple):
    """One look; ``waited_seconds`` is how long its threads wanted a core in vain."""

    cpu_seconds: float
    memory_bytes: int
    waited_seconds: float = 0.0


Probe = Callable[[], Figures | None]


@dataclass
class Usage:
    """The last and highest figures that were seen; ``None`` when there were none."""

    cpu_seconds: float | None = None
    peak_memory_mib: float | None = None
    waited_seconds: float | None = None

    def note(self, figures: Figures) -> None:
        """Take in one more look."""
        self.cpu_seconds = round(figures.cpu_seconds, 3)
        # A thread that ended takes its count along.
        self.waited_seconds = max(figures.waited_seconds, self.waited_seconds or 0.0)
        mib = round(figures.memory_bytes / 2**20, 1)
        self.peak_memory_mib = max(mib, self.peak_memory_mib or 0.0)


class Watch:
    """Looks at ``probe`` again and again until it is told to stop."""

    def __init__(self, probe: Probe) -> None:
        self.usage = Usage()
        self._probe = probe
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> Usage:
        """End the watch; what it saw."""
        self._is_over.set()
        return self.usage

    def _look(self) -> None:
        wait_s = FIRST_WAIT_S
        while not self._is_over.wait(wait_s):
            figures = self._probe()
            if figures:
                self.usage.note(figures)
            wait_s = min(wait_s * 2, LONGEST_WAIT_S)


def cgroup_probe(container: str, root: Path = CGROUPS) -> Probe | None:
    """Read the container's own counters, when this process can see them."""
    first, second = (
        root / "cpuacct/docker" / container,
        root / "memory/docker" / container,
    )
    if first.is_dir() and second.is_dir():
        cpu, memory = first / "cpuacct.usage", second / "memory.max_usage_in_bytes"
        return lambda: read_first_version(cpu, memory)
    for folder in (
        root / f"system.slice/docker-{container}.scope",
        root / "docker" / container,
    ):
        if (folder / "cpu.stat").is_file():
            return lambda: read_second_version(folder)
    return None


def read_first_version(cpu: Path, memory: Path) -> Figures | None:
    """Counters of cgroup version 1; the kernel keeps the peak."""
    try:
        waits = waited_seconds(cpu.with_name("tasks"))
        return Figures(int(cpu.read_text()) / 1e9, int(memory.read_text()), waits)
    except (OSError, ValueError):
        return None


def read_second_version(folder: Path) -> Figures | None:
    """Counters of cgroup version 2; older kernels keep no peak."""
    peak = folder / "memory.peak"
    memory = peak if peak.exists() else folder / "memory.current"
    try:
        microseconds = int((folder / "cpu.stat").read_text().split()[1])
        waits = waited_seconds(folder / "cgroup.threads")
        return Figures(microseconds / 1e6, int(memory.read_text()), waits)
    except (OSError, ValueError, IndexError):
        return None


def waited_seconds(threads: Path, proc: Path = PROC) -> float:
    """How long the threads that ``threads`` lists were ready and had no core.

    The second number of schedstat, in nanoseconds (Documentation/scheduler/sched-stats
    of Linux). What cannot be seen from here counts as nothing.
    """
    total = 0
    try:
        for thread in threads.read_text().split():
            with contextlib.suppress(OSError, ValueError, IndexError):
                total += int((proc / thread / "schedstat").read_text().split()[1])
    except OSError:
        return 0.0
    return total / 1e9
