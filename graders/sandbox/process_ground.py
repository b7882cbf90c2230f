"""The folders a stage without a container stands on, and who may enter them."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from graders.sandbox.stage import Side, StageSpec
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

    def record(self, mark: str) -> None:
        """Write down who runs here, for a later start that finds this folder."""
        (self.folder / RECORD).write_text(f"{self.uid} {mark}")

    def remove(self) -> None:
        """Remove all of it; links are removed, never followed."""
        shutil.rmtree(self.folder, ignore_errors=True)


class Channels:
    """Short, reachable folders that stand in for the channels of running stages."""

    def __init__(self, runner_id: str, boot: str) -> None:
        self._runner_id, self._boot = runner_id, boot
        self._lock = threading.Lock()
        self._open: dict[Path, tuple[Path, int]] = {}

    def enter(self, spec: StageSpec, uid: int) -> str:
        """The folder that partners with the same channel share; the judge owns it."""
        if spec.channel is None:
            raise ValueError("the stage has no channel")
        key = spec.channel.resolve()
        with self._lock:
            known, users = self._open.get(key, (None, 0))
            folder = known or make_folder(self._runner_id, self._boot)
            self._open[key] = folder, users + 1
        if spec.side == Side.JUDGE and uid:
            os.chown(folder, uid, uid)
            folder.chmod(0o755)
        return str(folder)

    def leave(self, spec: StageSpec) -> None:
        """Remove the folder when its last user has left."""
        if spec.channel is None:
            return
        key = spec.channel.resolve()
        with self._lock:
            folder, users = self._open.pop(key)
            if users > 1:
                self._open[key] = folder, users - 1
            else:
                shutil.rmtree(folder, ignore_errors=True)
