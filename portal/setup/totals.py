"""What a change of a course's rules does to totals that students have."""

from dataclasses import dataclass
from datetime import datetime

from portal.courses.models import Course
from portal.gradebook.selectors import course_table

Totals = dict[int, float | None]
SAME = 5e-4


@dataclass(frozen=True)
class Shift:
    """How many totals become others, and by how much, in percent of the course."""

    students: int
    changed: int
    least: float
    most: float

    def sentence(self) -> str:
        """Say it, for who is about to do it."""
        word = "total changes" if self.changed == 1 else "totals change"
        return (
            f"{self.changed} of {self.students} {word}, by {self.least:+.1f} to "
            f"{self.most:+.1f} percent of the course."
        )


def totals_of(course: Course | None, *, now: datetime) -> Totals:
    """Return every student's total as the rules are now."""
    if course is None:
        return {}
    return {row.enrollment.pk: row.total for row in course_table(course, now=now).rows}


def shift_between(before: Totals, after: Totals) -> Shift | None:
    """Return what changed, or nothing where all stays."""
    moves = [
        (after.get(pk) or 0.0) - (total or 0.0)
        for pk, total in before.items()
        if (total is None) != (after.get(pk) is None)
        or abs((after.get(pk) or 0.0) - (total or 0.0)) > SAME
    ]
    if not moves:
        return None
    return Shift(len(before), len(moves), min(moves), max(moves))
