"""How much waits for people in a whole course, without opening any desk."""

from dataclasses import dataclass
from typing import Any

from graders.spec.people import FOLLOWING
from portal.assessments.selectors import is_by_people
from portal.assignments.models import Assignment
from portal.assignments.selectors import titles_of
from portal.courses.models import Course
from portal.marking.models import Plan
from portal.submissions.models import Submission


@dataclass(frozen=True)
class Waiting:
    """One assignment: people whose work has a score, and who of them still waits."""

    assignment: Assignment
    title: str
    checks: tuple[str, ...]  # titles
    people: int
    left: int

    @property
    def done(self) -> int:
        return self.people - self.left


def waiting_in(course: Course) -> list[Waiting]:
    """Return every published assignment with checks for people; 4 queries at any size.

    Somebody waits while none of their scored submissions is graded whole.
    """
    assignments = {
        one.pk: one
        for one in course.assignments.filter(
            published_version__isnull=False, is_removed=False
        ).select_related("published_version")
        if _manual(one)
    }
    titles = titles_of(assignments.values())
    people: dict[int, dict[object, bool]] = {pk: {} for pk in assignments}
    rows = Submission.objects.filter(assignment__in=assignments, score__isnull=False)
    for pk, enrollment, team, pending in rows.values_list(
        "assignment", "enrollment", "team", "score__pending_points"
    ):
        party = ("team", team) if team else enrollment
        is_whole = people[pk].get(party, False) or not pending
        people[pk][party] = is_whole
    return [
        Waiting(
            one,
            titles[pk],
            tuple(check["title"] for check in _manual(one)),
            len(people[pk]),
            sum(not is_whole for is_whole in people[pk].values()),
        )
        for pk, one in assignments.items()
    ]


def _manual(assignment: Assignment) -> list[dict[str, Any]]:
    version = assignment.published_version
    checks = version.spec["checks"] if version else []
    if version and version.spec["kind"] in FOLLOWING:
        return []
    return [check for check in checks if is_by_people(check)]


def blind_in(course: Course) -> frozenset[int]:
    """Return the assignments that are graded without names; 1 query."""
    rows = Plan.objects.filter(assignment__course=course, is_blind=True)
    return frozenset(rows.values_list("assignment", flat=True))
