"""The leaderboard of an existing autograder: its own figures of all that counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models.fields.json import KeyTransform

from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.entrants import entrants_of
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

    5 queries however many there are, 7 where slip days are spent.
    """
    entrants, away = entrants_of(assignment), absent_from(assignment)
    orders: dict[str, str] = {}
    found = []
    for pk, public_id, standings in _told(entrants.counting):
        for one in standings:
            orders.setdefault(one["name"], one["order"])
        whose = entrants.counting[pk]
        leader = Leader(
            whose=whose,
            pseudonym=entrants.names[whose[0].pk],
            submission=public_id,
            values={one["name"]: one["value"] for one in standings},
            is_away=has_left(whose, away),
        )
        found.append(leader)
    found = _sorted(found, orders)
    present = tuple(one for one in found if not one.is_away)
    left = tuple(one for one in found if one.is_away)
    return Leaders(tuple(orders), present, entrants.names, away, left)


def _told(counting: Iterable[int]) -> Iterable[tuple[int, UUID, list[dict[str, Any]]]]:
    """Return what each autograder wants on its leaderboard, if anything; 1 query."""
    standings = KeyTransform("leaderboard", "job__report__statement")
    rows = Score.objects.filter(submission__in=counting).order_by("pk")
    told = rows.values_list("submission", "submission__public_id", standings)
    return (row for row in told if row[2])


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
