"""The identity of a lab image: a digest over its folder."""

from __future__ import annotations

import hashlib
from pathlib import Path


def image_digest(folder: Path) -> str:
    """Return the SHA-256 over the sorted names and bytes of the image's folder."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        content = hashlib.sha256(path.read_bytes()).hexdigest()
        whole.update(f"{path.relative_to(folder).as_posix()}\0{content}\n".encode())
    return whole.hexdigest()
