"""Sends stored bytes so that no browser takes them for a page."""

import mimetypes
import re
from pathlib import PurePosixPath
from typing import BinaryIO

from django.http import FileResponse, HttpResponse

from portal.lib.errors import NotFoundError
from portal.lib.spreadsheets import Rows, csv_bytes, xlsx_bytes

TABLES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
NOT_IN_NAMES = re.compile(r"[^A-Za-z0-9._-]+")
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


def table_of(rows: Rows, *, name: str, shape: str, title: str) -> HttpResponse:
    """Return rows as the kind of table that ``shape`` names: csv or xlsx."""
    if shape not in ("csv", "xlsx"):
        raise NotFoundError("There is no such file.")
    content = csv_bytes(rows) if shape == "csv" else xlsx_bytes({title: rows})
    return table_file(content, f"{name}.{shape}")


def table_file(content: bytes, name: str) -> HttpResponse:
    """Return a table as a download that no browser shows as a page."""
    response = HttpResponse(
        content, content_type=TABLES[PurePosixPath(name).suffix], charset="utf-8"
    )
    safe = NOT_IN_NAMES.sub("-", name).strip("-")
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def zip_file(content: bytes, name: str) -> HttpResponse:
    """Return a zip as a download."""
    response = HttpResponse(content, content_type="application/zip")
    safe = NOT_IN_NAMES.sub("-", name).strip("-")
    response["Content-Disposition"] = f'attachment; filename="{safe}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
