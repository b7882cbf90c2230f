"""The folders a stage without a container stands on, and who may enter them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from graders.sandbox import layout
from graders.sandbox.venvs import is_reachable

RECORD = "stage"


def prefix(runner_id: str, boot: str = "") -> str:
    """How folders of a runner begin; with ``boot``, of this start of it."""
    words = [runner_id, boot] if boot else [runner_id]
    digests = [hashlib.sha256(word.encode()).hexdigest()[:12] for word in words]
    return "-".join(["assay", *digests, ""])


def make_folder(runner_id: str, boot: str) -> Path:
    """A fresh folder others can walk through, without seeing what is in it."""
    folder = Path(tempfile.mkdtemp(prefix=prefix(runner_id, boot)))
    folder.chmod(0o711)
    return folder


@dataclass(frozen=True)
class Ground:
    """One stage's folders; ``uid`` 0 means the runner's own user."""

    folder: Path
    uid: int

    def fresh(self, name: str) -> str:
        """An empty folder of the stage's own."""
        made = self.folder / name
        made.mkdir(mode=0o700)
        if self.uid:
            os.chown(made, self.uid, self.uid)
        return str(made)

    def place(self, name: str, source: Path) -> str:
        """``source`` itself, or a copy for this user alone where it is out of reach."""
        if not self.uid or is_reachable(source):
            return str(source.resolve())
        copy = self.folder / f"folder-{name}"
        shutil.copytree(source, copy, symlinks=True)
        for path in (copy, *copy.rglob("*")):
            os.chown(path, self.uid, self.uid, follow_symlinks=False)
        return str(copy)

    def lend(self, program: Path) -> str:
        """A copy of a program of ours that the stage's user can read."""
        copy = self.folder / program.name
        shutil.copyfile(program, copy)
        copy.chmod(0o644)
        return str(copy)

    def open_channel(self, channel: Path) -> int:
        """A descriptor of ``channel``; whoever holds it needs no rights above it."""
        layout.open_channel(channel)
        return os.open(channel, os.O_RDONLY | os.O_DIRECTORY)

    def record(self, mark: str) -> None:
        """Write down who runs here, for a later start that finds this folder."""
        (self.folder / RECORD).write_text(f"{self.uid} {mark}")

    def remove(self) -> None:
        """Remove all of it; links are removed, never followed."""
        shutil.rmtree(self.folder, ignore_errors=True)
