"""Reads of ratings: what is still to be said, what came, and what it comes to."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from portal.assignments.extensions import personal_dates
from portal.assignments.models import Assignment, Team
from portal.assignments.selectors import due_dates
from portal.assignments.teams import Party, here_in, party_of, teams_of
from portal.courses.models import Enrollment
from portal.gradebook.selectors.ledger import is_released
from portal.meetings.models import Rating
from portal.meetings.policy import mean_of


@dataclass(frozen=True)
class Task:
    """Whom a student rates; ``mean`` is their own, once it is released."""

    party: Party
    missing: tuple[Enrollment, ...]
    due: datetime | None
    is_closed: bool
    mean: float | None


@dataclass(frozen=True)
class Result:
    """One member of a team, for staff."""

    student: Enrollment
    got: tuple[Rating, ...]
    given: int
    to_give: int

    @property
    def mean(self) -> float | None:
        return mean_of(one.points for one in self.got)


@dataclass(frozen=True)
class TeamResult:
    """A team and what its members say of each other."""

    team: Team
    results: tuple[Result, ...]


def task_of(assignment: Assignment, student: Enrollment, *, now: datetime) -> Task:
    """Return what the student has still to say, until it is due."""
    party = party_of(assignment, student)
    said = set(
        Rating.objects.filter(assignment=assignment, rater=student).values_list(
            "rated", flat=True
        )
    )
    due = personal_dates(assignment, student).due
    return Task(
        party,
        tuple(one for one in party.others if one.pk not in said),
        due,
        due is not None and now > due,
        _own_mean(assignment, student),
    )


def results_of(assignment: Assignment) -> list[TeamResult]:
    """Return every team's ratings; 4 queries at any size."""
    got: dict[int, list[Rating]] = defaultdict(list)
    given: dict[int, int] = defaultdict(int)
    found = Rating.objects.filter(assignment=assignment).select_related("rater__user")
    for rating in found.order_by("pk"):
        got[rating.rated_id].append(rating)
        given[rating.rater_id] += 1
    return [
        TeamResult(
            team,
            tuple(
                Result(one, tuple(got[one.pk]), given[one.pk], len(here_in(team)) - 1)
                for one in here_in(team)
            ),
        )
        for team in teams_of(assignment)
    ]


def is_open(assignment: Assignment, *, now: datetime) -> bool:
    """Say whether the class may still rate; without a due date it always may."""
    due = due_dates(assignment).due
    return due is None or now <= due


def _own_mean(assignment: Assignment, student: Enrollment) -> float | None:
    if not is_released(assignment, student):
        return None
    got = Rating.objects.filter(assignment=assignment, rated=student)
    return mean_of(got.values_list("points", flat=True))
