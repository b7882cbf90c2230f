"""Runs stages as processes where there is no engine: for demos, it protects nothing."""

from __future__ import annotations

import os
import tempfile
import threading
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

from graders.sandbox import layout
from graders.sandbox.images import DEFAULT_FOLDER, JUDGE_IMAGE, LabImages
from graders.sandbox.process_ground import (
    RECORD,
    Ground,
    make_folder,
    prefix,
)
from graders.sandbox.process_stage import ProcessStage
from graders.sandbox.processes import Family, is_unused
from graders.sandbox.stage import ImageMissingError, SandboxError, Side, Sink, StageSpec
from graders.sandbox.venvs import Venvs

# A user for each stage, so that all of its processes can be found and ended.
FIRST_UID: Mapping[Side, int] = {
    Side.STUDENT: 61000,
    Side.JUDGE: 62000,
    Side.TOOL: 63000,
    Side.SHARED: 64000,
}
UIDS = 1000


class ProcessSandbox:
    """Another user when run by root, limits per process, loopback where possible."""

    name = "process"
    isolates = False
    joins_networks = False  # every stage has a loopback of its own, or the machine's

    def __init__(
        self, runner_id: str, boot: str, images: Path = DEFAULT_FOLDER, *, var: Path
    ) -> None:
        self._runner_id, self._boot = runner_id, boot
        self._is_root = os.geteuid() == 0
        self._images = LabImages(images)
        self._venvs = Venvs(self._images, var, for_others=self._is_root)
        self._turn = count(os.getpid())
        self._lock = threading.Lock()

    def start(
        self, spec: StageSpec, *, work: Path, stdout: Sink, stderr: Sink
    ) -> ProcessStage:
        """Begin ``spec`` as a user of its own; raise what can be known at once."""
        layout.check_spec(spec)
        if spec.network_of is not None:
            raise SandboxError(f"{spec.name}: joining a network needs containers.")
        python = self._venvs.python(spec.image)
        folder = make_folder(self._runner_id, self._boot)
        return ProcessStage(
            spec,
            python=python,
            ground=Ground(folder, self._next_uid(spec.side)),
            work=work,
            stdout=stdout,
            stderr=stderr,
        )

    def image_identity(self, image: str) -> Mapping[str, str]:
        """The digest of its folder; the engine is this machine."""
        self._venvs.python(image)
        digest = self._images.digest(image)
        return {"name": image, "digest": digest, "engine_id": "process"}

    def is_present(self, image: str) -> bool:
        """Is the environment of ``image``, as its folder is now, made here?"""
        try:
            self._venvs.python(image)
        except ImageMissingError:
            return False
        return True

    def present(self) -> tuple[str, ...]:
        """The names of all lab images whose environment is made here."""
        return tuple(filter(self.is_present, self._images.names()))

    def build(self, image: str, progress: Callable[[str], None]) -> None:
        """Make the environment of ``image``, telling what pip says."""
        self._venvs.build(image, progress)

    def check(self) -> list[str]:
        """What is missing on this machine, in sentences."""
        try:
            self._venvs.python(JUDGE_IMAGE)
        except SandboxError as error:
            return [str(error)]
        return []

    def remove_leftovers(self) -> int:
        """End and remove what earlier starts of this runner left, nobody else's."""
        own = prefix(self._runner_id, self._boot)
        folders = Path(tempfile.gettempdir()).glob(prefix(self._runner_id) + "*")
        found = [
            folder
            for folder in folders
            if not folder.name.startswith(own)
            and not folder.is_symlink()
            and folder.stat().st_uid == os.geteuid()
        ]
        for folder in found:
            end_recorded(folder)
            Ground(folder, 0).remove()
        return len(found)

    def _next_uid(self, side: Side) -> int:
        if not self._is_root:
            return 0
        with self._lock:
            for _ in range(UIDS):
                uid = FIRST_UID[side] + next(self._turn) % UIDS
                if is_unused(uid):
                    return uid
        raise SandboxError("Every user that stages may run as is busy.")


def end_recorded(folder: Path) -> None:
    """End the processes that a stage's folder speaks of."""
    record = folder / RECORD
    if record.is_file():
        uid, mark = record.read_text().split()
        Family(uid=int(uid), mark=mark).end()
