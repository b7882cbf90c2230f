"""Asks NVIDIA's driver, by its own command, what there is."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

COMMAND = "nvidia-smi"
FACTS = "name,memory.total,driver_version"
ANSWER_S = 20
# Newer drivers write "CUDA UMD Version" where older ones wrote "CUDA Version".
CUDA = re.compile(r"CUDA(?: UMD)? Version\s*:\s*(\d+\.\d+)")


@dataclass(frozen=True)
class Gpu:
    """The first of the machine's alike cards."""

    name: str
    memory_mib: str
    driver: str
    count: int
    cuda: str

    @property
    def labels(self) -> list[str]:
        """``gpu``, how many, and the CUDA the driver can serve."""
        cuda = [f"cuda:{self.cuda}"] if self.cuda else []
        return ["gpu", f"gpus:{self.count}", *cuda]

    @property
    def environment(self) -> Mapping[str, str]:
        """What a report says of it."""
        return {
            "gpu": self.name,
            "gpu_memory_mib": self.memory_mib,
            "gpu_driver": self.driver,
            "cuda": self.cuda,
        }


def ask_driver() -> Gpu | None:
    """The GPU of this machine; ``None`` without one that works."""
    listed = say([f"--query-gpu={FACTS}", "--format=csv,noheader,nounits"]).splitlines()
    cards = [[part.strip() for part in line.split(",")] for line in listed]
    if not cards or len(cards[0]) != len(FACTS.split(",")):
        return None
    version = CUDA.search(say([]))
    name, memory_mib, driver = cards[0]
    return Gpu(name, memory_mib, driver, len(cards), version[1] if version else "")


def say(arguments: list[str]) -> str:
    """What the command answers; empty when it is not there or fails."""
    try:
        done = subprocess.run(
            [COMMAND, *arguments],
            capture_output=True,
            text=True,
            timeout=ANSWER_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout
