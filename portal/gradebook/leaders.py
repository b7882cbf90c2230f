"""The leaderboard of an existing autograder: its own figures of all that counts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.board import counting_in, names_in
from portal.gradebook.presence import absent_from
from portal.grading.models import Score

Value = float | str


@dataclass(frozen=True)
class Leader:
    """What an autograder says of one submission, by the name of each column."""

    whose: tuple[Enrollment, ...]
    pseudonym: str
    submission: UUID
    values: dict[str, Value]

    def is_of(self, enrollment: Enrollment) -> bool:
        """Say whether it is this person's, alone or in a team."""
        return enrollment.pk in {one.pk for one in self.whose}

    @property
    def people(self) -> str:
        """Name them, for staff."""
        return ", ".join(one.user.name for one in self.whose)


@dataclass(frozen=True)
class Leaders:
    """Everybody who is on it, the first column's best first."""

    columns: tuple[str, ...]
    entries: tuple[Leader, ...]
    names: dict[int, str]


def leaders_of(assignment: Assignment) -> Leaders:
    """Return every counting submission whose autograder named standings.

    The same number of queries however many there are.
    """
    counting, names = counting_in(assignment), names_in(assignment)
    away = absent_from(assignment)
    scores = Score.objects.filter(submission__public_id__in=counting)
    orders: dict[str, str] = {}
    found = []
    for score in scores.select_related("submission", "job__report").order_by("pk"):
        standings = score.job.report.statement.get("leaderboard", [])
        whose = counting[score.submission.public_id]
        if not standings or str(whose[0].public_id) in away:
            continue
        for one in standings:
            orders.setdefault(one["name"], one["order"])
        values = {one["name"]: one["value"] for one in standings}
        name = names[whose[0].pk]
        found.append(Leader(whose, name, score.submission.public_id, values))
    columns = tuple(orders)
    if columns:
        first = columns[0]
        is_rising = orders[first] == "asc"
        found.sort(key=lambda one: _place(one, first, is_rising=is_rising))
    return Leaders(columns, tuple(found), names)


def _place(leader: Leader, column: str, *, is_rising: bool) -> tuple[Any, ...]:
    """Order numbers first, then texts, then who has nothing there."""
    value = leader.values.get(column)
    if value is None:
        return 2, 0.0, "", leader.pseudonym
    if isinstance(value, str):
        return 1, 0.0, value, leader.pseudonym
    return 0, value if is_rising else -value, "", leader.pseudonym
