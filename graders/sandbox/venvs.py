"""Virtual environments that stand in for lab images where there is no engine."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from graders.sandbox.images import LabImages, missing
from graders.sandbox.stage import SandboxError

SYSTEM_PYTHONS = (Path("/usr/bin/python3"), Path("/usr/local/bin/python3"))
SHARED_HOME = Path("/var/tmp/assay-venvs")  # noqa: S108 - its owner is checked
COMPLETE = "complete"


def is_reachable(path: Path) -> bool:
    """Can any other user get to ``path`` and read it?"""
    whole = path.resolve()
    if not whole.exists() or not whole.stat().st_mode & 0o004:
        return False
    return all(parent.stat().st_mode & 0o001 for parent in whole.parents)


def base_python(*, for_others: bool) -> Path:
    """The interpreter that environments are made of, never the portal's own."""
    own = Path(getattr(sys, "_base_executable", sys.executable))
    for python in (own, *SYSTEM_PYTHONS):
        if not for_others or (python.exists() and is_reachable(python)):
            return python
    raise SandboxError("There is no Python here that another user could run.")


@dataclass(frozen=True)
class Venvs:
    """One environment per image and digest, below ``var`` where others can reach it."""

    images: LabImages
    var: Path
    for_others: bool

    def home(self) -> Path:
        """Where they are."""
        wanted = self.var.resolve() / "venvs"
        wanted.mkdir(parents=True, exist_ok=True)
        if not self.for_others or is_reachable(wanted):
            return wanted
        SHARED_HOME.mkdir(mode=0o755, exist_ok=True)
        if SHARED_HOME.is_symlink() or SHARED_HOME.stat().st_uid != os.getuid():
            raise SandboxError(f"{SHARED_HOME} belongs to somebody else.")
        return SHARED_HOME

    def folder(self, image: str) -> Path:
        """The environment of ``image`` as its folder is now."""
        return self.home() / f"{image}-{self.images.digest(image)[:12]}"

    def python(self, image: str) -> Path:
        """Its interpreter; raise ImageMissingError when it was not built."""
        folder = self.folder(image)
        if not (folder / COMPLETE).is_file():
            raise missing(image)
        return folder / "bin" / "python"

    def build(self, image: str, progress: Callable[[str], None]) -> None:
        """Make it from the locked requirements, with the pip that runs here."""
        folder = self.folder(image)
        python = base_python(for_others=self.for_others)
        requirements = str(self.images.requirements(image))
        run(
            [str(python), "-m", "venv", "--clear", "--without-pip", str(folder)],
            progress,
        )
        pip = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python")]
        install = ["install", "--no-deps", "--progress-bar", "off", "-r", requirements]
        run([*pip, *install], progress)
        (folder / COMPLETE).touch()


def run(command: list[str], progress: Callable[[str], None]) -> None:
    """Run ``command``, telling each line; raise SandboxError with the last one."""
    last = ""
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        for line in process.stdout or ():
            last = line.strip() or last
            progress(line.rstrip())
    if process.returncode != 0:
        raise SandboxError(f"{Path(command[0]).name} failed: {last}")
