"""Stops reading a request at the byte that is too many, before it is stored."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, load_handler
from django.http import HttpRequest

from portal.accounts.models import User
from portal.assignments.models import Assignment
from portal.lib.errors import InvalidError
from portal.submissions.rules import MIB
from portal.submissions.selectors import upload_limit

# Boundaries, headers and small fields of a multipart body.
SLACK_BYTES = MIB
# Read and dropped after a refusal, so that the client gets to hear it.
DRAIN_BYTES = 32 * MIB


class UploadLimitHandler(FileUploadHandler):
    """First in the row of handlers: lets ``max_bytes`` of files pass, then refuses."""

    def __init__(self, request: Any = None, *, max_bytes: int | None = None) -> None:
        super().__init__(request)
        self.max_bytes = site_limit_bytes() if max_bytes is None else max_bytes
        self._left = self.max_bytes
        self._input: Any = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,
        content_length: int,
        boundary: Any,
        encoding: str | None = None,
    ) -> None:
        """Refuse by the announced length, before a byte is read."""
        self._input = input_data
        if content_length > self.max_bytes + SLACK_BYTES:
            self._refuse()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self._left -= len(raw_data)
        if self._left < 0:
            self._refuse()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers after this one."""

    def _refuse(self) -> None:
        drained = 0
        while drained < DRAIN_BYTES and (chunk := self._input.read(64 * 1024)):
            drained += len(chunk)
        raise InvalidError(
            f"This is more than {self.max_bytes / MIB:.4g} MiB, which is all that may "
            "be handed in here. Leave out data and trained models that were not asked "
            "for, and clear a notebook's outputs.",
            code="too_large",
        )


def site_limit_bytes() -> int:
    """Return what any request of this site may carry in files."""
    return int(getattr(settings, "MAX_UPLOAD_MIB", 512)) * MIB


def limit_upload(request: HttpRequest, max_bytes: int) -> None:
    """Let at most ``max_bytes`` of files come with ``request``.

    Call it before anything reads the body; a page's view needs ``csrf_exempt`` around
    it and ``csrf_protect`` on the inner view, because the token is in the body.
    """
    limit = min(max_bytes, site_limit_bytes())
    request.upload_handlers = [
        UploadLimitHandler(request, max_bytes=limit),
        *(load_handler(name, request) for name in settings.FILE_UPLOAD_HANDLERS),
    ]


def limit_hand_in(
    request: HttpRequest, assignment: Assignment, *, author: User, now: datetime
) -> None:
    """Let come what the assignment takes and the author may still store today."""
    limit_upload(request, upload_limit(assignment, author=author, now=now))
