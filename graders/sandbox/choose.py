"""Chooses how this machine runs stages."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from graders.sandbox.docker_backend import DockerSandbox
from graders.sandbox.engine import connect
from graders.sandbox.images import DEFAULT_FOLDER
from graders.sandbox.process_backend import ProcessSandbox
from graders.sandbox.stage import SandboxError

Kind = Literal["auto", "docker", "process"]


def choose_sandbox(
    kind: Kind,
    *,
    runner_id: str,
    boot: str,
    images: Path = DEFAULT_FOLDER,
    var: Path,
) -> DockerSandbox | ProcessSandbox:
    """The backend asked for; ``auto`` is Docker wherever an engine answers."""
    if kind == "docker" or (kind == "auto" and has_engine()):
        return DockerSandbox(runner_id, boot, images)
    return ProcessSandbox(runner_id, boot, images, var=var)


def has_engine() -> bool:
    """Does a Docker engine answer here?"""
    try:
        connect().close()
    except SandboxError:
        return False
    return True
