"""Under which id and name a submission is graded, and what covers a name in a file."""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.conf import settings

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.pseudonyms import pseudonyms
from portal.submissions.models import Submission
from portal.submissions.parties import members_of

HALF = 8  # bytes
ROUNDS = 4
COVERED = "▒▒▒▒"
SHORTEST = 3  # letters of a name that are worth covering


def sealed(public_id: UUID, assignment: Assignment) -> UUID:
    """Return the id of a paper; without the installation's key it tells nothing."""
    left, right = public_id.bytes[:HALF], public_id.bytes[HALF:]
    for number in range(ROUNDS):
        left, right = right, _mixed(left, right, number, assignment)
    return UUID(bytes=left + right)


def opened(paper: UUID, assignment: Assignment) -> UUID:
    """Return the submission's public id that ``sealed`` made ``paper`` of."""
    left, right = paper.bytes[:HALF], paper.bytes[HALF:]
    for number in reversed(range(ROUNDS)):
        left, right = _mixed(right, left, number, assignment), left
    return UUID(bytes=left + right)


def drawn_names(
    assignment: Assignment, everybody: Sequence[int] | None = None
) -> dict[int, str]:
    """Return a name by lot for everybody of the course, by enrollment.

    1 query, none where ``everybody`` of the course is known, in order.
    """
    if everybody is None:
        rows = assignment.course.enrollments.order_by("pk")
        everybody = list(rows.values_list("pk", flat=True))
    people = {str(pk): pk for pk in everybody}
    key = settings.INSTALLATION_KEY.encode()
    names = pseudonyms(key, f"marking {assignment.public_id}", list(people))
    return {people[who]: name for who, name in names.items()}


def covered(text: str, names: Iterable[str]) -> str:
    """Return ``text`` with every one of ``names`` covered, however it is written."""
    words = {name.strip() for name in names if len(name.strip()) >= SHORTEST}
    if not words:
        return text
    longest_first = sorted(words, key=len, reverse=True)
    found = "|".join(re.escape(word) for word in longest_first)
    return re.sub(rf"(?<![^\W_])(?:{found})(?![^\W_])", COVERED, text, flags=re.I)


def names_in(name: str, email: str) -> list[str]:
    """Return what tells who somebody is, as people write it in files and their names.

    The name and its parts, run together either way round, with an initial, without
    accents; the address, and what stands before its @.
    """
    parts = name.split()
    found = [name, *parts, email, email.partition("@")[0]]
    if len(parts) > 1:
        first, last = parts[0], parts[-1]
        found += [first + last, last + first, first[0] + last, first + last[0]]
        found += ["".join(parts), last + first[0]]
    plain = (unicodedata.normalize("NFKD", one) for one in found)
    found += [one.encode("ascii", "ignore").decode() for one in plain]
    spelt = [unicodedata.normalize(way, one) for one in found for way in ("NFC", "NFD")]
    return list(dict.fromkeys(one for one in spelt if len(one) >= SHORTEST))


def hidden_in(submission: Submission) -> list[str]:
    """Return the names that may stand in a submission: of everybody it counts for."""
    return names_of(members_of(submission))


def names_of(people: Iterable[Enrollment]) -> list[str]:
    """Return what tells who these are."""
    return [n for one in people for n in names_in(one.user.name, one.user.email)]


def _mixed(half: bytes, other: bytes, number: int, assignment: Assignment) -> bytes:
    key = settings.INSTALLATION_KEY.encode()
    message = b"paper%d" % number + assignment.public_id.bytes + other
    mask = hmac.new(key, message, hashlib.sha256).digest()[:HALF]
    return bytes(a ^ b for a, b in zip(half, mask, strict=True))
