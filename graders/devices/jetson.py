"""Recognises NVIDIA's Jetson boards by the files they carry."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

RELEASE = re.compile(r"R(\d+)\s.*?REVISION:\s*([\d.]+)")


@dataclass(frozen=True)
class Board:
    """A Jetson: its model, and the release of its Linux for Tegra."""

    model: str
    release: str

    @property
    def labels(self) -> list[str]:
        """``jetson``; its GPU counts as one although there is no nvidia-smi."""
        return ["jetson", "gpu"]

    @property
    def environment(self) -> Mapping[str, str]:
        """What a report says of it."""
        return {"board": self.model, "l4t": self.release}


def read_board(root: Path = Path("/")) -> Board | None:
    """The board this is; ``None`` on any other machine."""
    model = read(root / "proc/device-tree/model")
    release = RELEASE.search(read(root / "etc/nv_tegra_release"))
    if release is None and "jetson" not in model.lower():
        return None
    return Board(model, f"{release[1]}.{release[2]}" if release else "")


def read(path: Path) -> str:
    """The file's text without the device tree's closing NUL; empty if there is none."""
    try:
        text = path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    return text.strip("\0\n ")
