"""Reads an autograder's zip or folder: names, modes and bytes, within limits.

Nothing of it is run or written here; sizes are counted, never believed.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

MOST_FILES = 5000
MOST_BYTES = 512 * 2**20
LONGEST_NAME = 400
NEEDED = ("setup.sh", "run_autograder")
JUNK = frozenset({"__MACOSX", ".DS_Store", "__pycache__", ".git"})
PROGRAM, PLAIN = 0o755, 0o644


class ArchiveError(Exception):
    """No autograder's zip that could be built; the text says what to change."""


@dataclass(frozen=True)
class Member:
    """One file of an autograder, relative to its source folder."""

    path: str
    mode: int
    content: bytes


def read_archive(place: Path) -> list[Member]:
    """Every file of a zip or folder; raise ArchiveError in one sentence."""
    source = _folder(place) if place.is_dir() else _zip(place)
    members: list[Member] = []
    left = MOST_BYTES
    for member in source:
        left -= len(member.content)
        if left < 0 or len(members) == MOST_FILES:
            raise ArchiveError(
                f"{place.name} holds more than {MOST_FILES:,} files or "
                f"{MOST_BYTES // 2**20} MiB; make it smaller."
            )
        members.append(member)
    _refuse_incomplete(place, {member.path for member in members})
    return members


def _refuse_incomplete(place: Path, names: set[str]) -> None:
    lacking = [name for name in NEEDED if name not in names]
    if not lacking:
        return
    inner = sorted({name.split("/")[0] for name in names if "/" in name})
    deeper = [f for f in inner if all(f"{f}/{name}" in names for name in NEEDED)]
    if deeper:
        raise ArchiveError(
            f"{place.name} has everything inside the folder {deeper[0]}/; zip what is "
            "in that folder, not the folder."
        )
    raise ArchiveError(f"{place.name} has no {' and no '.join(lacking)} at its root.")


def _folder(place: Path) -> Iterator[Member]:
    for path in sorted(place.rglob("*")):
        name = path.relative_to(place).as_posix()
        if _is_junk(name):
            continue
        if path.is_symlink():
            raise ArchiveError(f"{name} is a link; put the file itself there.")
        if path.is_file():
            is_program = path.stat().st_mode & stat.S_IXUSR
            yield Member(name, PROGRAM if is_program else PLAIN, path.read_bytes())


def _zip(place: Path) -> Iterator[Member]:
    try:
        with zipfile.ZipFile(place) as archive:
            infos = archive.infolist()
            if len(infos) > 2 * MOST_FILES:
                raise ArchiveError(f"{place.name} has too many entries.")
            left = MOST_BYTES
            for info in infos:
                member = _member(archive, info, left)
                if member is not None:
                    left -= len(member.content)
                    yield member
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise ArchiveError(f"{place.name} is no whole zip: {error}") from error
    except (NotImplementedError, RuntimeError) as error:
        said = "is encrypted or packed in a rare way; make an ordinary zip"
        raise ArchiveError(f"{place.name} {said}: {error}") from error


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, left: int
) -> Member | None:
    name = info.filename.replace("\\", "/")
    if _is_junk(name) or name.endswith("/"):
        return None
    mode = info.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG):
        raise ArchiveError(f"{name:.200} is a link or no file; zip the file itself.")
    path = PurePosixPath(name)
    is_odd = path.is_absolute() or ".." in path.parts or not name.isprintable()
    if is_odd or len(name) > LONGEST_NAME or str(path) != name:
        raise ArchiveError(f"{name!r:.200} leads out of the zip, or is no plain name.")
    with archive.open(info) as file:
        content = file.read(left + 1)
    is_program = mode & stat.S_IXUSR or content.startswith(b"#!")
    return Member(name, PROGRAM if is_program else PLAIN, content)


def _is_junk(name: str) -> bool:
    return any(part in JUNK or part.startswith("._") for part in name.split("/"))
