"""What a stage's program sees, alike on every backend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

from graders.sandbox.stage import SandboxError, Side, StageSpec

UIDS: Mapping[Side, int] = {
    Side.STUDENT: 65534,
    Side.JUDGE: 65532,
    Side.TOOL: 65531,
    Side.SHARED: 0,
}

# One thread each: the cores of a tier are what is paid for, and timings stay fair.
ENVIRONMENT: Mapping[str, str] = {
    "PYTHONDONTWRITEBYTECODE": "1",
    "PYTHONUNBUFFERED": "1",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}

FOLDER_NAME = re.compile(r"[a-z][a-z0-9_-]{0,40}")
SYSTEM = re.compile(
    r"bin|boot|dev|etc|home|lib\d*|media|mnt|opt|proc|root|run|s?bin|srv|sys|usr|var"
)
TAKEN = frozenset({"channel", "inside", "out", "tmp"})


def check_spec(spec: StageSpec) -> None:
    """Refuse a stage that could not mean what it says."""
    for name, folder in spec.folders.items():
        if not is_folder_name(name):
            raise SandboxError(f"{spec.name}: a folder cannot be called {name!r}.")
        if not folder.is_dir():
            raise SandboxError(f"{spec.name}: the folder {folder} is not there.")
    for name in spec.collect.names if spec.collect else ():
        if not is_plain(name):
            raise SandboxError(f"{spec.name}: {name!r} cannot be collected.")
    if spec.channel and not spec.channel.is_dir():
        raise SandboxError(f"{spec.name}: the channel {spec.channel} is not there.")
    if not spec.argv:
        raise SandboxError(f"{spec.name}: nothing to run.")


def is_folder_name(name: str) -> bool:
    """Can a folder be mounted under this name, hiding nothing of the image?"""
    is_free = name not in TAKEN and not SYSTEM.fullmatch(name)
    return is_free and FOLDER_NAME.fullmatch(name) is not None


def is_plain(name: str) -> bool:
    """Is it the normal, relative name of a file below a folder?"""
    path = PurePosixPath(name)
    steps = path.parts
    return (
        bool(steps)
        and not path.is_absolute()
        and ".." not in steps
        and "\0" not in name
        and str(path) == name
    )


def fill(text: str, places: Mapping[str, str]) -> str:
    """Replace ``{name}`` for known names; every other brace stays as it is."""
    for name, place in places.items():
        text = text.replace("{" + name + "}", place)
    return text


def environment(spec: StageSpec, places: Mapping[str, str]) -> dict[str, str]:
    """All the program gets, besides what the image itself says."""
    own = {key: fill(value, places) for key, value in spec.env.items()}
    return {**ENVIRONMENT, "HOME": places["tmp"], "TMPDIR": places["tmp"], **own}


def is_open(folder: Path) -> bool:
    """Can any other user list and read this folder, leaving its parents aside?"""
    return folder.stat().st_mode & 0o005 == 0o005


def open_channel(channel: Path) -> None:
    """Let the judge, who is another user, make its socket in ``channel``."""
    if channel.stat().st_mode & 0o777 != 0o777:
        channel.chmod(0o777)
