"""What a class has handed in for one assignment."""

import statistics
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import Coalesce

from graders.protocol import Outcome
from portal.assignments.models import Assignment
from portal.courses.models import Course, Enrollment, Role
from portal.insight.judged import Ended
from portal.lib.together import Found, Part, part
from portal.submissions.models import Submission
from portal.submissions.parties import HANDED_IN

PEOPLE = "people"
OURS = (Outcome.LAB_BROKEN.value, Outcome.RUNNER_FAILED.value)


class HandIn(NamedTuple):
    """One submission of one person; a team's counts for each of its members."""

    person: UUID  # of the enrollment
    submission: int
    number: int
    received_at: datetime
    percent: float | None  # of the points there are; None without a score


@dataclass(frozen=True)
class ClassWork:
    """The figures of one assignment; percents are of the points there are."""

    students: int
    firsts: Mapping[UUID, datetime]  # by person, when they first handed in
    best: Mapping[UUID, float]  # by person, of those with a score
    submissions: int
    tries: tuple[int, ...]  # submissions of each person who handed in
    tries_to_pass: tuple[int, ...]
    to_pass_s: tuple[float, ...]  # from the first hand-in to the one that passed
    waits_s: tuple[float, ...]
    ours: int  # jobs that ended through a fault of ours
    unscored: Mapping[UUID, int]  # by person without any score, how many submissions

    @property
    def with_work(self) -> int:
        """How many people have handed in."""
        return len(self.firsts)

    @property
    def median_tries(self) -> float | None:
        """The median number of submissions of those who handed in."""
        return _median(self.tries)

    @property
    def passed(self) -> int:
        """How many have reached the pass mark."""
        return len(self.tries_to_pass)

    @property
    def median_to_pass(self) -> float | None:
        """The median number of submissions until the first that passed."""
        return _median(self.tries_to_pass)

    @property
    def median_to_pass_s(self) -> float | None:
        """The median time from the first hand-in to the first that passed."""
        return _median(self.to_pass_s)

    @property
    def median_best(self) -> float | None:
        """The median of everybody's best, in percent."""
        return _median(self.best.values())

    @property
    def median_wait_s(self) -> float | None:
        """The median time from hand-in to score."""
        return _median(self.waits_s)

    @property
    def ours_percent(self) -> float | None:
        """How many of a hundred gradings ended through a fault of ours."""
        return 100 * self.ours / len(self.waits_s) if self.waits_s else None


def hand_ins(
    assignments: Iterable[Assignment], students: Collection[UUID]
) -> dict[int, list[HandIn]]:
    """Return by assignment what ``students`` handed in, oldest first; 1 query."""
    return _rows(_of(assignments), students)


def firsts_of(found: Iterable[HandIn]) -> dict[UUID, datetime]:
    """Return when each person first handed in, of what is sorted by time; pure."""
    firsts: dict[UUID, datetime] = {}
    for one in found:
        firsts.setdefault(one.person, one.received_at)
    return firsts


def entered(
    assignments: Iterable[Assignment], students: Collection[UUID]
) -> dict[int, list[HandIn]]:
    """Return the same of what nobody hands in and staff began; 1 query."""
    return _rows(Submission.objects.filter(assignment__in=_keys(assignments)), students)


def _rows(
    submissions: QuerySet[Submission], students: Collection[UUID]
) -> dict[int, list[HandIn]]:
    rows = submissions.order_by("received_at", "pk").values_list(
        "assignment",
        "pk",
        "number",
        "enrollment__public_id",
        "members__enrollment__public_id",
        "received_at",
        "score__points",
        "score__max_points",
    )
    found: dict[int, list[HandIn]] = defaultdict(list)
    for assignment, pk, number, author, member, at, points, most in rows:
        person = member or author
        if person in students:
            one = HandIn(person, pk, number, at, _percent(points, most))
            found[assignment].append(one)
    return found


def people_part(course: Course, assignments: Iterable[Assignment]) -> Part:
    """Return how many students of now have handed in each assignment."""
    here = Enrollment.objects.filter(course=course, is_active=True, role=Role.STUDENT)
    person = Coalesce("members__enrollment", "enrollment")
    rows = _of(assignments).annotate(person=person).filter(person__in=here.values("pk"))
    count = Count("person", distinct=True)
    return part(PEOPLE, rows, "assignment__slug", count=count)


def people_of(found: Found) -> dict[str, int]:
    """Return what ``people_part`` found, by assignment; no query."""
    return {slug: said["count"] for slug, said in found[PEOPLE]}


def _of(assignments: Iterable[Assignment]) -> QuerySet[Submission]:
    return Submission.objects.filter(HANDED_IN, assignment__in=_keys(assignments))


def _keys(assignments: Iterable[Assignment]) -> list[int]:
    return [one.pk for one in assignments]


def class_work(
    found: Iterable[HandIn],
    ended: Iterable[Ended],
    *,
    students: int,
    pass_percent: float | None,
) -> ClassWork:
    """Return the figures of what was found; pure."""
    by_person: dict[UUID, list[HandIn]] = defaultdict(list)
    numbers = set()
    for one in found:
        by_person[one.person].append(one)
        numbers.add(one.submission)
    done = list(ended)
    scored = {
        person: [one.percent for one in rows if one.percent is not None]
        for person, rows in by_person.items()
    }
    passes = {
        person: _until_passed(rows, pass_percent)
        for person, rows in by_person.items()
        if pass_percent is not None
    }
    return ClassWork(
        students=students,
        firsts={person: rows[0].received_at for person, rows in by_person.items()},
        best={person: max(values) for person, values in scored.items() if values},
        submissions=len(numbers),
        tries=tuple(len(rows) for rows in by_person.values()),
        tries_to_pass=tuple(count for count in passes.values() if count),
        to_pass_s=tuple(
            _seconds_until(by_person[person], count)
            for person, count in passes.items()
            if count
        ),
        waits_s=tuple(job.seconds for job in done),
        ours=sum(job.outcome in OURS for job in done),
        unscored={
            person: len(by_person[person])
            for person, values in scored.items()
            if not values
        },
    )


def _until_passed(rows: list[HandIn], pass_percent: float) -> int:
    """Return the how-manieth one passed, 0 where none did."""
    for number, one in enumerate(rows, start=1):
        if one.percent is not None and one.percent >= pass_percent:
            return number
    return 0


def _seconds_until(rows: list[HandIn], count: int) -> float:
    return (rows[count - 1].received_at - rows[0].received_at).total_seconds()


def _median(values: Iterable[float]) -> float | None:
    known = list(values)
    return statistics.median(known) if known else None


def _percent(points: float | None, most: float | None) -> float | None:
    return 100 * points / most if points is not None and most else None
