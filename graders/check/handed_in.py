"""Which files of a folder count as handed in."""

from __future__ import annotations

import fnmatch
import shutil
from pathlib import Path

from graders.spec.model import Submit


class RefusedError(Exception):
    """The portal would not take these files; the text says why."""


def is_accepted(name: str, submit: Submit) -> bool:
    """Does the assignment ask for, or allow, a file called ``name``?"""
    patterns = submit.optional
    return name in submit.files or any(fnmatch.fnmatchcase(name, p) for p in patterns)


def copy_submission(
    source: Path, target: Path, submit: Submit, *, is_starter: bool = False
) -> None:
    """Copy what is handed in; a starter folder may hold other things too."""
    if not source.is_dir():
        raise RefusedError(f"There is no folder {source}.")
    paths = [p for p in sorted(source.rglob("*")) if p.is_file() and _is_content(p)]
    names = {path.relative_to(source).as_posix(): path for path in paths}
    strangers = [name for name in names if not is_accepted(name, submit)]
    if strangers and not is_starter:
        raise RefusedError(f"The assignment does not ask for {', '.join(strangers)}.")
    kept = [name for name in names if name not in strangers]
    size = sum(names[name].stat().st_size for name in kept)
    if size > submit.max_mib * 2**20:
        raise RefusedError(f"{size} bytes are more than {submit.max_mib:g} MiB.")
    for name in kept:
        place = target / name
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(names[name], place)


def _is_content(path: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.parts[-1:])
    return not hidden and "__pycache__" not in path.parts and not path.is_symlink()
