"""How the jobs of an assignment ended, and what they found of each check."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Case, When

from portal.assignments.models import Assignment
from portal.grading.models import GradingJob
from portal.grading.states import JobState, Lane


class Ended(NamedTuple):
    """How a student's job ended, and how long the student waited."""

    outcome: str
    seconds: float


@dataclass(frozen=True)
class Judged:
    """Students' jobs that ended, and the lines of the scores that were asked for."""

    ended: tuple[Ended, ...]
    lines: tuple[list[dict[str, Any]], ...]


def judged(assignment: Assignment, counting: Collection[int]) -> Judged:
    """Return how jobs ended, and the lines of the submissions that count; 1 query."""
    lines = Case(When(submission__in=counting, then="score_of__lines"))
    rows = (
        GradingJob.objects.filter(submission__assignment=assignment)
        .order_by("submission", "pk")
        .values_list(
            *("state", "lane", "outcome", "finished_at", "submission__received_at"),
            lines,
        )
    )
    ended, found = [], []
    for state, lane, outcome, finished, received, said in rows:
        if said is not None:
            found.append(said)
        if (state, lane) == (JobState.DONE, Lane.STUDENTS) and finished is not None:
            ended.append(Ended(outcome, (finished - received).total_seconds()))
    return Judged(tuple(ended), tuple(found))
