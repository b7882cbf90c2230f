"""What came in, for tests that need no database."""

import io
import tarfile
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from portal.submissions.intake import Upload
from portal.submissions.rules import Rules


@pytest.fixture
def rules() -> Rules:
    return Rules(("train.py", "predict.py"), ("*.py", "notes.md"), 2**20)


@pytest.fixture
def upload() -> Callable[..., Upload]:
    return lambda path, content=b"x = 1\n": Upload(path, [content])


@pytest.fixture
def pack() -> Callable[..., Upload]:
    """Return one zip upload of {path: content}."""

    def pack(files: dict[str, bytes], name: str = "work.zip") -> Upload:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, content in files.items():
                archive.writestr(path, content)
        return Upload(name, [buffer.getvalue()])

    return pack


@pytest.fixture
def pack_tar() -> Callable[..., Upload]:
    """Return one tar.gz upload of (TarInfo, content) pairs or {path: content}."""

    def pack(members: Any, name: str = "work.tar.gz") -> Upload:
        buffer = io.BytesIO()
        with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
            for info, content in getattr(members, "items", lambda: members)():
                if isinstance(info, str):
                    info = tarfile.TarInfo(info)
                info.size = len(content)
                archive.addfile(info, io.BytesIO(content))
        return Upload(name, [buffer.getvalue()])

    return pack
