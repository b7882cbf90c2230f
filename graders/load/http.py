"""Plain HTTP/1.1 as a strict client reads it: one whole answer, or a reason why not."""

from typing import Dict, List, Optional, Tuple

HEAD_BYTES = 16 * 1024
BODY_BYTES = 2**20
NO_BODY = (204, 304)


class HttpError(Exception):
    """An answer that is not one; ``kind`` is of a fixed list."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind  # malformed | too_large | encoded | unasked | cut_off


def request_bytes(
    method: str, path: str, headers: List[Tuple[str, str]], body: bytes
) -> bytes:
    """One request, ready to be sent; whoever made it answers for its path."""
    lines = [f"{method} {path} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body or method in ("POST", "PUT", "PATCH"):
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


class Answer:
    """One answer as it comes in; ``feed`` says when it is whole."""

    def __init__(self, body_cap: int = BODY_BYTES) -> None:
        self.status = 0
        self.headers: Dict[str, str] = {}
        self.body = b""
        self.keeps_open = True
        self.bytes_seen = 0
        self._cap = body_cap
        self._data = b""
        self._length: Optional[int] = None  # None: until the end of the connection
        self._is_chunked = False

    def feed(self, data: bytes) -> bool:
        """Take what came; True when the answer is whole. Raise HttpError."""
        self.bytes_seen += len(data)
        self._data += data
        if not self.status and not self._read_head():
            return False
        if self._is_chunked:
            return self._read_chunks()
        if self._length is None:
            self._check_size(len(self._data))
            return False
        if len(self._data) > self._length:
            raise HttpError("unasked")
        if len(self._data) < self._length:
            return False
        self.body = self._data
        return True

    def end(self) -> None:
        """The connection was closed: that may be the end of the answer."""
        if not self.status or self._is_chunked or self._length is not None:
            raise HttpError("cut_off")
        self.body, self.keeps_open = self._data, False

    def _read_head(self) -> bool:
        head, found, rest = self._data.partition(b"\r\n\r\n")
        if len(head) > HEAD_BYTES:
            raise HttpError("too_large")
        if not found:
            return False
        lines = head.decode("latin-1").split("\r\n")
        self.status, is_new = _status(lines[0])
        self.headers = _headers(lines[1:])
        self._data = rest
        said = self.headers.get("connection", "").lower()
        self.keeps_open = "close" not in said and (is_new or "keep-alive" in said)
        self._find_length()
        return True

    def _find_length(self) -> None:
        encoding = self.headers.get("content-encoding", "identity").lower()
        transfer = self.headers.get("transfer-encoding", "").lower()
        length = self.headers.get("content-length")
        if encoding != "identity":
            raise HttpError("encoded")
        if transfer not in ("", "chunked") or (transfer and length is not None):
            raise HttpError("malformed")
        self._is_chunked = transfer == "chunked"
        if self.status in NO_BODY:
            self._length, self._is_chunked = 0, False
        elif length is not None:
            if not (length.isascii() and length.isdigit() and len(length) < 12):
                raise HttpError("malformed")
            self._length = int(length)
            self._check_size(self._length)

    def _check_size(self, size: int) -> None:
        if size > self._cap:
            raise HttpError("too_large")

    def _read_chunks(self) -> bool:
        while True:
            line, found, rest = self._data.partition(b"\r\n")
            if not found:
                if len(line) > 1024:
                    raise HttpError("malformed")
                return False
            size = _chunk_size(line)
            self._check_size(len(self.body) + size)
            if len(rest) < size + 2:
                return False
            if rest[size : size + 2] != b"\r\n":
                raise HttpError("malformed")  # trailers too: nobody here needs them
            self.body += rest[:size]
            self._data = rest[size + 2 :]
            if size == 0:
                if self._data:
                    raise HttpError("unasked")
                return True


def _status(line: str) -> Tuple[int, bool]:
    words = line.split(" ", 2)
    is_http = words[0] in ("HTTP/1.1", "HTTP/1.0") and len(words) >= 2
    if not is_http or len(words[1]) != 3 or not words[1].isdigit():
        raise HttpError("malformed")
    status = int(words[1])
    if not 200 <= status <= 599:  # an interim answer was not asked for
        raise HttpError("malformed")
    return status, words[0] == "HTTP/1.1"


def _headers(lines: List[str]) -> Dict[str, str]:
    found: Dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise HttpError("malformed")
        key, value = name.lower(), value.strip()
        if key in ("content-length", "transfer-encoding") and key in found:
            raise HttpError("malformed")
        found[key] = value
    return found


def _chunk_size(line: bytes) -> int:
    digits = line.partition(b";")[0].strip()
    try:
        if not digits or len(digits) > 8 or digits[:1] in b"+-":
            raise ValueError
        return int(digits, 16)
    except ValueError:
        raise HttpError("malformed") from None
