"""What a rule that is only tried would change: totals before and after, compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from statistics import fmean

SAME = 5e-3  # percent; less is nothing that anybody sees


@dataclass(frozen=True)
class Move:
    """One student's total as it is, and as it would be; None where there is none."""

    before: float | None
    after: float | None
    letter_before: str = ""
    letter_after: str = ""

    @property
    def change(self) -> float:
        return (self.after or 0.0) - (self.before or 0.0)

    @property
    def is_change(self) -> bool:
        """Whether anybody would see a difference."""
        appears = (self.before is None) != (self.after is None)
        other_letter = self.letter_before != self.letter_after
        return appears or other_letter or abs(self.change) >= SAME


@dataclass(frozen=True)
class Outcome:
    """What a rule would do to a class; means are None while nobody has a total."""

    students: int
    up: int
    down: int
    letters: int  # how many letters change
    mean_before: float | None
    mean_after: float | None

    @property
    def same(self) -> int:
        return self.students - self.up - self.down


def outcome_of(moves: Iterable[Move]) -> Outcome:
    """Count the moves of a class."""
    listed = list(moves)
    changed = [move.change for move in listed if move.is_change]
    return Outcome(
        students=len(listed),
        up=sum(change > 0 for change in changed),
        down=sum(change < 0 for change in changed),
        letters=sum(move.letter_before != move.letter_after for move in listed),
        mean_before=_mean(move.before for move in listed),
        mean_after=_mean(move.after for move in listed),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    there = [value for value in values if value is not None]
    return fmean(there) if there else None
