"""Reads a runner's request bodies without trusting them."""

import json
from collections.abc import Iterator
from typing import Any, TypeVar

from rest_framework.request import Request

from graders.protocol import ProtocolError, from_wire
from portal.lib.errors import InvalidError

T = TypeVar("T")
MESSAGE_BYTES = 4 * 2**20
CHUNK = 64 * 1024


class MalformedError(InvalidError):
    """A message that is not what the protocol says."""

    code = "malformed"


class TooLongError(InvalidError):
    """A body beyond what this address takes."""

    code = "too_long"


def message(kind: type[T], request: Request) -> T:
    """Return the body as a ``kind``; raise MalformedError naming the wrong field."""
    body = whole(request, limit=MESSAGE_BYTES)
    try:
        return from_wire(kind, storable(json.loads(body)))
    except ProtocolError as error:
        raise MalformedError(f"{str(error)[:400]}.") from error
    except (ValueError, RecursionError) as error:
        raise MalformedError("The body is not JSON.") from error


def whole(request: Request, *, limit: int) -> bytes:
    """Return the raw body; raise TooLongError as soon as it passes ``limit``."""
    return b"".join(chunks(request, limit=limit))


def chunks(request: Request, *, limit: int) -> Iterator[bytes]:
    """Yield the raw body as it comes, at most ``limit`` bytes of it."""
    announced = request.META.get("CONTENT_LENGTH") or "0"
    if not announced.isdecimal() or int(announced) > limit:
        raise TooLongError(f"At most {limit:,} bytes are taken here.")
    size = 0
    while chunk := request.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise TooLongError(f"At most {limit:,} bytes are taken here.")
        yield chunk


def storable(data: Any) -> Any:
    """Replace what no database keeps in its texts: NUL and lone surrogates."""
    if isinstance(data, str):
        text = data.replace("\x00", "\ufffd")
        return text.encode("utf-8", "replace").decode()
    if isinstance(data, list):
        return [storable(item) for item in data]
    if isinstance(data, dict):
        return {storable(key): storable(value) for key, value in data.items()}
    return data
