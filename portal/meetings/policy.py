"""What attendance comes to: values in, values out."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

LATE_COUNTS = 0.5  # of a session


@dataclass(frozen=True)
class Share:
    """How much of the sessions held somebody was at; excused ones are left out."""

    present: int = 0
    late: int = 0
    absent: int = 0
    excused: int = 0

    @property
    def held(self) -> int:
        """Return how many sessions count for this student."""
        return self.present + self.late + self.absent

    @property
    def value(self) -> float | None:
        """Return 0 to 1, or None where no session counts."""
        if not self.held:
            return None
        return (self.present + LATE_COUNTS * self.late) / self.held

    @property
    def sentence(self) -> str:
        """Say it as the student's grade gives its reason."""
        if not self.held:
            return "No session counts for this grade yet."
        parts = [f"At {self.present + self.late} of {self.held} sessions"]
        if self.late:
            parts.append(f"{self.late} of them late, which counts half")
        if self.excused:
            parts.append(f"{self.excused} excused and left out")
        return ", ".join(parts) + "."


def share_of(kinds: Iterable[str]) -> Share:
    """Return the share that the marks of one student's sessions come to."""
    return Share(**Counter(kinds))


BEST = 5  # a rating; 1 is the worst


def mean_of(ratings: Iterable[int]) -> float | None:
    """Return the mean of what the others gave, or None where nobody did."""
    given = list(ratings)
    return sum(given) / len(given) if given else None


def rated_points(mean: float | None, most: float) -> float | None:
    """Return the grade that a mean is: its part of 5, times all points."""
    return None if mean is None else mean / BEST * most
