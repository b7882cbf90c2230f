"""How much waits for people in a whole course, without opening any desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from graders.spec.people import FOLLOWING
from portal.assessments.selectors import is_by_people
from portal.assignments.models import Assignment
from portal.assignments.selectors import titles_of
from portal.courses.models import Course, Role
from portal.lib.together import Found, Part, part, together
from portal.marking.models import Plan
from portal.marking.papers import drawn_names
from portal.submissions.models import Submission

SCORED = "scored"


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
    """Return every published assignment with checks for people; 3 queries at any size.

    Somebody waits while none of their scored submissions is graded whole.
    """
    published = course.assignments.filter(
        published_version__isnull=False, is_removed=False
    )
    found = list(published.select_related("published_version"))
    titles = titles_of(found)
    titled = [(one, titles[one.pk]) for one in found]
    return waiting_of(together(scored_part(found)), titled)


def scored_part(assignments: Iterable[Assignment]) -> Part:
    """Return how many have a score, and a whole one; of a team's members one counts.

    Whoever was dropped is left out, as on the desk: their work waits for nobody.
    """
    wanted = [one.pk for one in assignments if _manual(one)]
    alone = Q(team=None, enrollment__is_active=True, enrollment__role=Role.STUDENT)
    whole = Q(score__pending_points=0)
    return part(
        SCORED,
        Submission.objects.filter(assignment__in=wanted, score__isnull=False),
        "assignment__slug",
        people=_many("team") + _many("enrollment", alone),
        done=_many("team", whole) + _many("enrollment", alone & whole),
    )


def waiting_of(found: Found, titled: Iterable[tuple[Assignment, str]]) -> list[Waiting]:
    """Return what ``scored_part`` found, with assignments and titles; no query."""
    counts = dict(found[SCORED])
    nobody = {"people": 0, "done": 0}
    return [
        Waiting(
            one,
            title,
            tuple(check["title"] for check in _manual(one)),
            people=said["people"],
            left=said["people"] - said["done"],
        )
        for one, title in titled
        if _manual(one)
        for said in [counts.get(one.slug, nobody)]
    ]


def _many(field: str, which: Q | None = None) -> Count:
    return Count(field, filter=which, distinct=True)


def is_handed_in(assignment: Assignment) -> bool:
    """Say whether the published version has something handed in; no query."""
    version = assignment.published_version
    return version is not None and bool(version.spec["grade"]["family"])


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


def drawn_names_in(
    course: Course, assignments: Iterable[Assignment]
) -> dict[int, dict[int, str]]:
    """Return everybody's names by lot in each that is graded without names.

    2 queries, 1 where there is none.
    """
    blind = blind_in(course)
    wanted = {one.pk: one for one in assignments if one.pk in blind}
    if not wanted:
        return {}
    people = list(course.enrollments.order_by("pk").values_list("pk", flat=True))
    return {pk: drawn_names(one, people) for pk, one in wanted.items()}
