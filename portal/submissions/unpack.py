"""Unpacks one archive as numbered files, away from the portal and its secrets.

Run as a script by limited.run, never imported for its work: nothing here may touch a
name from the archive, and ``answer.json`` says what each numbered file is called.
"""

import gzip
import io
import json
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any

CHUNK = 64 * 1024
LONGEST_NAME = 1000
JUNK_PARTS = frozenset(
    {"__MACOSX", "__pycache__", ".git", ".ipynb_checkpoints", ".DS_Store"}
)
JUNK_NAMES = frozenset({"Thumbs.db", "desktop.ini"})
DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    gzip.BadGzipFile,
    EOFError,
    struct.error,
    UnicodeDecodeError,
    ValueError,
    OverflowError,
    IndexError,
)


class RefusalError(Exception):
    """The archive can't be used; ``path`` names the entry, if it is one."""

    def __init__(self, code: str, reason: str, path: str = "") -> None:
        super().__init__(reason)
        self.answer = {"code": code, "reason": reason, "path": path[:200]}


def is_junk(path: str) -> bool:
    """Return whether ``path`` is what file managers and tools leave behind."""
    parts = path.replace("\\", "/").split("/")
    name = next((part for part in reversed(parts) if part), "")
    return (
        bool(JUNK_PARTS.intersection(parts))
        or name.startswith("._")
        or name in JUNK_NAMES
    )


class Unpacking:
    """What came out so far, against the limits; sizes are counted, never believed."""

    def __init__(self, folder: Path, max_bytes: int, max_entries: int) -> None:
        self.folder = folder
        self.max_bytes = max_bytes
        self.max_entries = max_entries
        self.members: list[dict[str, Any]] = []
        self.dropped: list[str] = []
        self.entries = 0
        self.left = max_bytes

    def count(self) -> None:
        self.entries += 1
        if self.entries > self.max_entries:
            raise RefusalError(
                "too_many_files",
                f"The archive has more than {self.max_entries:,} entries.",
            )

    def keep(self, path: str, source: IO[bytes]) -> None:
        """Write ``source`` to the next numbered file."""
        name = str(len(self.members))
        size = 0
        with (self.folder / name).open("xb") as file:
            while chunk := source.read(CHUNK):
                size += len(chunk)
                self.left -= len(chunk)
                if self.left < 0:
                    raise too_large(self.max_bytes)
                file.write(chunk)
        self.members.append({"path": path, "file": name, "size": size})


def too_large(max_bytes: int) -> RefusalError:
    return RefusalError(
        "too_large",
        f"The archive unpacks to more than {max_bytes / 2**20:g} MiB: leave out what "
        "was not asked for.",
    )


class Counted(io.RawIOBase):
    """A stream that refuses to give more than ``limit`` bytes, skipped ones too."""

    def __init__(self, source: IO[bytes], limit: int, max_bytes: int) -> None:
        self._source, self._left, self._max = source, limit, max_bytes

    def read(self, size: int = -1) -> bytes:
        chunk = self._source.read(size)
        self._left -= len(chunk)
        if self._left < 0:
            raise too_large(self._max)
        return chunk

    def readable(self) -> bool:
        return True


def unpack_zip(path: Path, unpacking: Unpacking) -> None:
    with path.open("rb") as file:
        refuse_many(file, unpacking.max_entries)
        with zipfile.ZipFile(file) as archive:
            for info in archive.infolist():
                unpacking.count()
                name = zip_name(info)
                if wanted(name, zip_kind(info), unpacking):
                    refuse_unreadable(info, name)
                    with archive.open(info) as source:
                        unpacking.keep(name, source)


def refuse_unreadable(info: zipfile.ZipInfo, name: str) -> None:
    if info.flag_bits & 0x1:
        raise RefusalError(
            "encrypted", "It is encrypted; zip without a password.", name
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RefusalError(
            "bad_archive", "It is packed in a rare way; make an ordinary zip.", name
        )


def refuse_many(file: IO[bytes], max_entries: int) -> None:
    """Read the entry count at the end, before anything is built for each entry."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(size - 65_557, 0))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at >= 0 and len(tail) >= at + 22:
        entries, directory_bytes = struct.unpack("<HI", tail[at + 10 : at + 16])
        if entries > max_entries or directory_bytes > max_entries * 1024:
            raise RefusalError(
                "too_many_files", f"The archive has more than {max_entries:,} entries."
            )
    file.seek(0)


def zip_name(info: zipfile.ZipInfo) -> str:
    """Return the name as it was meant; old tools don't say that it is UTF-8."""
    name = info.orig_filename
    if info.flag_bits & 0x800 or name.isascii():
        return name
    try:
        return name.encode("cp437").decode("utf-8")
    except UnicodeError:
        raise RefusalError(
            "bad_name", "Its name is not UTF-8; rename it in plain letters.", name
        ) from None


def zip_kind(info: zipfile.ZipInfo) -> str:
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind == stat.S_IFLNK:
        return "link"
    if info.orig_filename.endswith(("/", "\\")):
        return "folder"
    return "file" if kind in (0, stat.S_IFREG) else "special"


def unpack_tar(path: Path, unpacking: Unpacking) -> None:
    with path.open("rb") as file:
        is_packed = file.read(2) == b"\x1f\x8b"
        file.seek(0)
        source: Any = gzip.GzipFile(fileobj=file) if is_packed else file
        stream = Counted(source, 4 * unpacking.max_bytes + 2**24, unpacking.max_bytes)
        with tarfile.open(fileobj=stream, mode="r|", encoding="utf-8") as archive:
            for member in archive:
                unpacking.count()
                if wanted(member.name, tar_kind(member), unpacking):
                    content = archive.extractfile(member)
                    if content is not None:
                        unpacking.keep(member.name, content)


def tar_kind(member: tarfile.TarInfo) -> str:
    if member.issym() or member.islnk():
        return "link"
    if member.isdir():
        return "folder"
    return "file" if member.isreg() and not member.issparse() else "special"


def wanted(name: str, kind: str, unpacking: Unpacking) -> bool:
    """Return whether the entry is a file to keep; refuse what is no plain file."""
    if len(name) > LONGEST_NAME:
        raise RefusalError("bad_name", "Its name is too long.", name)
    if is_junk(name):
        if kind != "folder":
            unpacking.dropped.append(name)
        return False
    if kind == "link":
        raise RefusalError(
            "link", "It is a link; hand in the file it points to instead.", name
        )
    if kind == "special":
        raise RefusalError("not_a_file", "It is not a regular file.", name)
    return kind == "file"


READERS: dict[str, Callable[[Path, Unpacking], None]] = {
    "zip": unpack_zip,
    "tar": unpack_tar,
}


def unpack(request: dict[str, Any]) -> dict[str, Any]:
    """Return an answer, whatever the archive holds."""
    unpacking = Unpacking(Path(), request["max_bytes"], request["max_entries"])
    try:
        READERS[request["kind"]](Path(request["archive"]), unpacking)
    except RefusalError as refusal:
        return {"refused": refusal.answer}
    except MemoryError:
        reason = "The archive needs too much memory to read."
        return {"refused": {"code": "bad_archive", "reason": reason, "path": ""}}
    except DAMAGED:
        reason = "The archive is damaged; pack it again."
        return {"refused": {"code": "bad_archive", "reason": reason, "path": ""}}
    return {"members": unpacking.members, "dropped": unpacking.dropped}


if __name__ == "__main__":
    asked = json.loads(Path("request.json").read_text())
    Path("answer.json").write_text(json.dumps(unpack(asked)))
