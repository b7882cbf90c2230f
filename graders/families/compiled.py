"""Copies our own code for a container, compiled, so that no start does it again."""

from __future__ import annotations

import py_compile
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

CACHE = "__pycache__"


def copy_python(source: Path, target: Path, pattern: str = "*.py") -> None:
    """The modules of one folder, readable by others.

    An image whose Python is another than ours passes over what is compiled.
    """
    kept = target / CACHE
    kept.mkdir(exist_ok=True)
    kept.chmod(0o755)
    for file in source.glob(pattern):
        _write(target / file.name, file.read_bytes())
        name = f"{file.stem}.{sys.implementation.cache_tag}.pyc"
        _write(kept / name, compiled(file, file.stat().st_mtime_ns))


@cache
def compiled(source: Path, changed_ns: int) -> bytes:
    """``source`` as Python keeps it, valid whatever date its copy gets."""
    with TemporaryDirectory() as folder:
        target = Path(folder, source.stem)
        py_compile.compile(
            str(source),
            cfile=str(target),
            doraise=True,
            invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH,
        )
        return target.read_bytes()


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(0o644)
