"""The leaderboard of an existing autograder: its own figures of all that counts."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.board import counting_in, names_in
from portal.gradebook.presence import absent_from, has_left
from portal.grading.models import Score

Value = float | str


@dataclass(frozen=True)
class Leader:
    """What an autograder says of one submission, by the name of each column.

    Whoever ``is_away`` left the leaderboard: only staff are shown them.
    """

    whose: tuple[Enrollment, ...]
    pseudonym: str
    submission: UUID
    values: dict[str, Value]
    is_away: bool = False

    def is_of(self, enrollment: Enrollment) -> bool:
        """Say whether it is this person's, alone or in a team."""
        return enrollment.pk in {one.pk for one in self.whose}

    @property
    def people(self) -> str:
        """Name them, for staff."""
        return ", ".join(one.user.name for one in self.whose)


@dataclass(frozen=True)
class Leaders:
    """Everybody who is on it, the first column's best first.

    ``away`` are public ids of enrollments, and ``left`` their entries.
    """

    columns: tuple[str, ...]
    entries: tuple[Leader, ...]
    names: dict[int, str]
    away: frozenset[str] = frozenset()
    left: tuple[Leader, ...] = ()

    def name_of(self, enrollment: Enrollment) -> str:
        """Return what this person is called here: in a team, what the team is."""
        entries = (*self.entries, *self.left)
        own = next((one for one in entries if one.is_of(enrollment)), None)
        return own.pseudonym if own else self.names[enrollment.pk]


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
        if not standings:
            continue
        for one in standings:
            orders.setdefault(one["name"], one["order"])
        whose = counting[score.submission.public_id]
        leader = Leader(
            whose=whose,
            pseudonym=names[whose[0].pk],
            submission=score.submission.public_id,
            values={one["name"]: one["value"] for one in standings},
            is_away=has_left(whose, away),
        )
        found.append(leader)
    found = _sorted(found, orders)
    present = tuple(one for one in found if not one.is_away)
    left = tuple(one for one in found if one.is_away)
    return Leaders(tuple(orders), present, names, away, left)


def _sorted(found: list[Leader], orders: dict[str, str]) -> list[Leader]:
    """Return them with the first column's best first, if there is a column."""
    if not orders:
        return found
    first, order = next(iter(orders.items()))
    is_rising = order == "asc"
    return sorted(found, key=lambda one: _place(one, first, is_rising=is_rising))


def _place(leader: Leader, column: str, *, is_rising: bool) -> tuple[Any, ...]:
    """Order numbers first, then texts, then who has nothing there."""
    value = leader.values.get(column)
    if value is None:
        return 2, 0.0, "", leader.pseudonym
    if isinstance(value, str):
        return 1, 0.0, value, leader.pseudonym
    return 0, value if is_rising else -value, "", leader.pseudonym
