"""A file that was uploaded to be looked at first, and is used only when confirmed.

It lies in the store, named by nothing: what is not confirmed is gone after a day.
"""

from typing import Any

from django.core import signing
from django.core.files.uploadedfile import UploadedFile

from portal.accounts.models import User
from portal.lib import store
from portal.lib.errors import ConflictError, InvalidError
from portal.submissions.rules import MIB

SALT = "assay.staged"
LONGEST_S = 6 * 3600


def stage(
    file: "UploadedFile[Any] | None", *, purpose: str, viewer: User, most_mib: int
) -> str:
    """Keep the upload and return a ticket for it, good for this person and purpose."""
    if file is None:
        raise InvalidError("No file came; choose one first.")
    try:
        kept = store.put(file.chunks(), limit=most_mib * MIB)
    except store.TooLargeError as error:
        raise InvalidError(
            f"The file is larger than {most_mib} MiB, which is all that is read here. "
            "Look whether it is the file you meant.",
            code="too_large",
        ) from error
    about = [kept.sha256, purpose, str(viewer.public_id)]
    return signing.dumps(about, salt=SALT)


def staged(ticket: str, *, purpose: str, viewer: User) -> str:
    """Return the digest the ticket stands for, or say that it is no longer good."""
    try:
        found = signing.loads(ticket, salt=SALT, max_age=LONGEST_S)
    except signing.BadSignature:
        found = []
    if found[1:] != [purpose, str(viewer.public_id)] or not _is_there(found[0]):
        raise ConflictError("This preview is too old; choose the file once more.")
    return str(found[0])


def _is_there(sha256: str) -> bool:
    return store.path_of(sha256).is_file()
