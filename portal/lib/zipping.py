"""A zip that is written piece by piece as it is sent: no memory, no disk."""

import zipfile
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

Entry = tuple[str, Iterable[bytes]]


def zip_pieces(entries: Iterable[Entry], *, at: datetime) -> Iterator[bytes]:
    """Yield a zip of ``entries`` (path, pieces), each read when its turn comes."""
    pipe = _Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        for path, pieces in entries:
            info = zipfile.ZipInfo(path, at.astimezone(UTC).timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            with archive.open(info, "w") as entry:
                for piece in pieces:
                    entry.write(piece)
                    yield from pipe.take()
            yield from pipe.take()
    yield from pipe.take()


class _Pipe:
    """A file that can only be written to; what came is taken out as it comes."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def close(self) -> None:
        """Nothing is open."""

    def take(self) -> list[bytes]:
        taken, self._written = self._written, []
        return taken
