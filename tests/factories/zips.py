"""Zips of course folders, good and hostile ones."""

import io
import zipfile
from pathlib import Path

from portal.lib import store


def zipped(folder: Path, *, top: str = "", **extra: bytes) -> bytes:
    """Return the folder as a zip, below ``top``; ``extra`` are files by path."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            archive.write(path, f"{top}{path.relative_to(folder).as_posix()}")
        for path, content in extra.items():
            archive.writestr(path, content)
    return out.getvalue()


def kept(content: bytes) -> str:
    """Put it in the store; return its digest."""
    return store.put_bytes(content).sha256
