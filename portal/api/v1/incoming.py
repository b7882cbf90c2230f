"""Reads a hand-in out of a request, no further than it may go."""

from rest_framework.request import Request

from portal.lib.errors import InvalidError
from portal.submissions.intake import Upload

LONGEST_KEY = 100


def idempotency_key(request: Request) -> str:
    """Return the ``Idempotency-Key``, or nothing; raise InvalidError for nonsense."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if len(key) > LONGEST_KEY or not key.isascii() or not (key.isprintable()):
        raise InvalidError(
            f"An Idempotency-Key has up to {LONGEST_KEY} printable ASCII characters."
        )
    return key


def uploads_of(request: Request) -> list[Upload]:
    """Return the files of the field ``files``.

    Multipart loses folders, so ``paths`` may name each file's path, in the same order.
    """
    if not request.META.get("CONTENT_LENGTH"):
        raise InvalidError(
            "Say with Content-Length how much comes; chunked bodies are not read here.",
            code="length_required",
        )
    files = request.FILES.getlist("files")
    others = sorted(set(request.FILES) - {"files"})
    if others:
        raise InvalidError(
            f"Send every file in the field 'files', not in {others[0]!r:.60}.",
            code="wrong_field",
        )
    sent = request._request.POST.getlist("paths")
    paths = sent or [file.name or "" for file in files]
    if len(paths) != len(files):
        raise InvalidError(
            f"{len(files)} files came with {len(paths)} paths; send one for each.",
            code="wrong_field",
        )
    return [
        Upload(path, file.chunks()) for path, file in zip(paths, files, strict=True)
    ]
