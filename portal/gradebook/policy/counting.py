"""Which submission of an assignment counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Candidate:
    """A submission with a score.

    ``points`` are what it is worth by now: first as scored, then after marks and caps,
    then after lateness; ``scored`` and ``marked`` keep what was before.
    """

    submission_id: int
    public_id: UUID
    number: int
    points: float
    pending_points: float = 0.0
    is_late: bool = False
    is_chosen: bool = False
    days_late: int = 0
    slip_days: int = 0  # spent on it
    scored: float | None = None
    marked: float | None = None  # after marks and caps, before lateness
    capped_by: str = ""  # the check that capped it


def counting(candidates: Iterable[Candidate], rule: str) -> Candidate | None:
    """Return the submission that counts: ``best``, ``last`` or ``chosen``.

    Of equal ones the earlier; an on-time one before a late one of equal points. Where
    nothing was chosen yet, the best counts.
    """
    found = list(candidates)
    if rule == "chosen":
        found = [c for c in found if c.is_chosen] or found
    if not found:
        return None
    if rule == "last":
        return max(found, key=lambda c: c.number)
    return max(found, key=lambda c: (c.points, not c.is_late, -c.number))
