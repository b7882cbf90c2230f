"""Describes this machine in labels that assignments may need."""

from __future__ import annotations

import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from graders.devices import jetson, nvidia

# One name for one architecture, whatever the kernel calls it.
ARCHITECTURES: Mapping[str, str] = {"aarch64": "arm64", "amd64": "x86_64"}


@dataclass(frozen=True)
class Device:
    """Labels decide which jobs may come here; the environment goes into reports."""

    labels: tuple[str, ...]
    environment: Mapping[str, str]


def this_device(root: Path = Path("/")) -> Device:
    """Look at this machine; whatever cannot be found out is left away."""
    machine = platform.machine().lower()
    arch = ARCHITECTURES.get(machine, machine)
    cores, memory_gib = usable_cores(), memory_of(root)
    board, gpu = jetson.read_board(root), nvidia.ask_driver()
    labels = [f"arch:{arch}", f"cores:{cores}"]
    environment = {
        "architecture": arch,
        "processor": processor(root),
        "cores": str(cores),
        "memory_gib": str(memory_gib),
        "python": platform.python_version(),
        "kernel": platform.release(),
    }
    if memory_gib:
        labels.append(f"memory:{memory_gib}")
    for found in (board, gpu):
        if found is not None:
            labels += found.labels
            environment |= found.environment
    known = {key: value for key, value in environment.items() if value not in ("", "0")}
    return Device(tuple(dict.fromkeys(labels)), known)


def usable_cores() -> int:
    """Cores this process may use, which may be fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def memory_of(root: Path) -> int:
    """Whole GiB of memory, rounded to the nearest; 0 when unknown."""
    return round(
        int(field(root / "proc/meminfo", "MemTotal").split(" ")[0] or 0) / 2**20
    )


def processor(root: Path) -> str:
    """The processor's own name."""
    return field(root / "proc/cpuinfo", "model name") or platform.processor()


def field(path: Path, name: str) -> str:
    """The first value of ``name`` in a file of ``name: value`` lines; empty if none."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return ""
    pairs = (line.partition(":") for line in lines)
    return next((value.strip() for key, _, value in pairs if key.strip() == name), "")
