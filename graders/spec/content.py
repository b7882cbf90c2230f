"""The files of an assignment folder: which ship, to whom, and the digest of them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from graders.protocol import Role
from graders.spec.model import ContentFile
from graders.spec.problems import Place, suggestion
from graders.spec.values import file_name

MOST_FILES = 2_000
LARGEST_FILE_BYTES = 64 * 1024**2
LARGEST_FOLDER_BYTES = 256 * 1024**2
LARGEST_TEXT_BYTES = 256 * 1024

SHIPPED = ("assignment.toml", "README.md", "form.toml", "judge.py")
SHIPPED_FOLDERS = ("starter", "hidden", "pictures")
KEPT_HOME = ("expect.toml", "reference", "mutants")  # for authors; never loaded
PUBLIC_DATA = "starter/data/"


def read_content(
    folder: Path, *, rubrics: Iterable[str], place: Place
) -> tuple[ContentFile, ...]:
    """Return the shipped files by path; note links, strangers and excess."""
    extra = set(rubrics)
    _refuse_strangers(folder, extra, place)
    _refuse_links(folder, place)
    files: list[ContentFile] = []
    total = 0
    for path in _regular_files(folder, extra, place):
        name = path.relative_to(folder).as_posix()
        size = path.stat().st_size
        total += size
        if len(files) == MOST_FILES or total > LARGEST_FOLDER_BYTES:
            place.within(_shown(folder, place)).refuse(
                f"holds too much; allowed: {MOST_FILES} files, "
                f"{LARGEST_FOLDER_BYTES // 1024**2} MiB in all"
            )
            break
        if size > LARGEST_FILE_BYTES:
            most = LARGEST_FILE_BYTES // 1024**2
            _at(name, place).refuse(f"is larger than {most} MiB")
            continue
        files.append(ContentFile(name, _sha256(path), size, _role(name, extra)))
    return tuple(sorted(files, key=lambda file: file.path))


def content_digest(files: Iterable[ContentFile]) -> str:
    """Return the SHA-256 over the sorted (path, size, sha256) of ``files``."""
    lines = sorted(f"{file.path}\0{file.size}\0{file.sha256}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def read_page(folder: Path, place: Place) -> str:
    """Return README.md's text, or nothing and a noted problem."""
    path = folder / "README.md"
    page = _at("README.md", place)
    if path.is_symlink() or not path.is_file():
        page.refuse("is missing: it is what the student reads")
        return ""
    if path.stat().st_size > LARGEST_TEXT_BYTES:
        page.refuse(f"is larger than {LARGEST_TEXT_BYTES // 1024} KiB")
        return ""
    try:
        return path.read_text("utf-8")
    except UnicodeDecodeError:
        page.refuse("is not UTF-8 text")
        return ""


def is_ignored(name: str) -> bool:
    """Say whether a name is an editor's or interpreter's litter, not content."""
    return name.startswith(".") or name == "__pycache__" or name.endswith(".pyc")


def _refuse_strangers(folder: Path, extra: set[str], place: Place) -> None:
    allowed = (*SHIPPED, *SHIPPED_FOLDERS, *KEPT_HOME)
    for path in sorted(folder.iterdir()):
        known = path.name in allowed or path.name in extra or is_ignored(path.name)
        if not known:
            _at(path.name, place).refuse(
                f"does not belong here; {suggestion(path.name, allowed)}"
            )


def _refuse_links(folder: Path, place: Place) -> None:
    for path in _walk(folder):
        if path.is_symlink():
            _at(path.relative_to(folder).as_posix(), place).refuse(
                "is a symbolic link; allowed: regular files"
            )


def _regular_files(folder: Path, extra: set[str], place: Place) -> Iterator[Path]:
    for path in _walk(folder):
        name = path.relative_to(folder).as_posix()
        is_shipped = (
            name in SHIPPED or name in extra or name.split("/")[0] in SHIPPED_FOLDERS
        )
        if not is_shipped or path.is_symlink() or path.is_dir():
            continue
        if not path.is_file():
            _at(name, place).refuse("is not a regular file")
            continue
        try:
            file_name(name)
        except ValueError as error:
            _at(name, place).refuse(str(error))
        else:
            yield path


def _walk(folder: Path) -> Iterator[Path]:
    """Yield everything inside, links as themselves, in a stable order."""
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not is_ignored(name))
        for name in sorted((*folders, *names)):
            if not is_ignored(name):
                yield Path(root) / name


def _role(name: str, rubrics: set[str]) -> str:
    if name.startswith(PUBLIC_DATA):
        return Role.PUBLIC.value
    if name == "judge.py" or name.startswith("hidden/"):
        return Role.JUDGE.value
    if name == "assignment.toml" or name in rubrics:
        return "staff"
    return "page"


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _at(name: str, place: Place) -> Place:
    """Return the place of another file of the same assignment."""
    prefix = place.file.rpartition("/")[0]
    return place.within(f"{prefix}/{name}" if prefix else name)


def _shown(folder: Path, place: Place) -> str:
    return place.file.rpartition("/")[0] or folder.name
