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

    Where nothing was chosen yet, the best counts.
    """
    found = list(candidates)
    if rule == "chosen":
        found = [c for c in found if c.is_chosen] or found
    if not found:
        return None
    if rule == "last":
        return max(found, key=lambda c: c.number)
    return max(found, key=_goodness)


def _goodness(one: Candidate) -> tuple[float, bool, int, float, int]:
    """Return what makes a submission the best one.

    What it is worth after marks, caps and lateness. Of equal ones that in time, then
    that which needs fewer slip days, then that which scored more before credit, bands
    and caps made them equal, then the earlier.
    """
    scored = one.points if one.scored is None else one.scored
    return (one.points, not one.is_late, -one.slip_days, scored, -one.number)
