"""Sends stored bytes so that no browser takes them for a page."""

import mimetypes
from pathlib import PurePosixPath
from typing import BinaryIO

from django.http import FileResponse

SHOWN = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})


def attachment(file: BinaryIO, path: str, *, size: int) -> FileResponse:
    """Return the file as a download; only plain pictures are shown in the page."""
    kind = mimetypes.guess_type(path)[0] or ""
    is_shown = kind in SHOWN
    response = FileResponse(
        file,
        as_attachment=not is_shown,
        filename=PurePosixPath(path).name,
        content_type=kind if is_shown else "application/octet-stream",
    )
    response["Content-Length"] = str(size)
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=300"
    return response
