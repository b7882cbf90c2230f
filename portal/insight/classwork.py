"""What a class has handed in for one assignment."""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from graders.protocol import Outcome
from portal.assignments.models import Assignment
from portal.courses.models import Course, Role
from portal.grading.models import GradingJob
from portal.grading.states import JobState, Lane
from portal.submissions.models import Submission
from portal.submissions.parties import HANDED_IN

OURS = (Outcome.LAB_BROKEN.value, Outcome.RUNNER_FAILED.value)


class HandIn(NamedTuple):
    """One submission of one person; a team's counts for each of its members."""

    person: int
    submission: int
    number: int
    received_at: datetime
    percent: float | None  # of the points there are; None without a score


class Ended(NamedTuple):
    """How a student's job ended, and how long the student waited."""

    outcome: str
    seconds: float


@dataclass(frozen=True)
class ClassWork:
    """The figures of one assignment; percents are of the points there are."""

    students: int
    firsts: Mapping[int, datetime]  # by person, when they first handed in
    best: Mapping[int, float]  # by person, of those with a score
    submissions: int
    tries: tuple[int, ...]  # submissions of each person who handed in
    tries_to_pass: tuple[int, ...]
    waits_s: tuple[float, ...]
    ours: int  # jobs that ended through a fault of ours
    unscored: Mapping[int, int]  # by person without any score, how many submissions

    @property
    def with_work(self) -> int:
        """How many people have handed in."""
        return len(self.firsts)

    @property
    def median_best(self) -> float | None:
        """The median of everybody's best, in percent."""
        return statistics.median(self.best.values()) if self.best else None

    @property
    def median_wait_s(self) -> float | None:
        """The median time from hand-in to score."""
        return statistics.median(self.waits_s) if self.waits_s else None

    @property
    def ours_percent(self) -> float | None:
        """How many of a hundred gradings ended through a fault of ours."""
        return 100 * self.ours / len(self.waits_s) if self.waits_s else None


def students_of(course: Course) -> frozenset[int]:
    """Return who is a student now; 1 query."""
    rows = course.enrollments.filter(is_active=True, role=Role.STUDENT)
    return frozenset(rows.values_list("pk", flat=True))


def hand_ins(assignment: Assignment, students: frozenset[int]) -> list[HandIn]:
    """Return what ``students`` handed in, oldest first; 1 query."""
    rows = (
        Submission.objects.filter(HANDED_IN, assignment=assignment)
        .order_by("received_at", "pk")
        .values_list(
            "pk",
            "number",
            "enrollment",
            "members__enrollment",
            "received_at",
            "score__points",
            "score__max_points",
        )
    )
    return [
        HandIn(member or author, pk, number, at, _percent(points, most))
        for pk, number, author, member, at, points, most in rows
        if (member or author) in students
    ]


def firsts_of(assignment: Assignment, students: frozenset[int]) -> dict[int, datetime]:
    """Return when each of ``students`` first handed it in; 1 query."""
    firsts: dict[int, datetime] = {}
    for one in hand_ins(assignment, students):
        firsts.setdefault(one.person, one.received_at)
    return firsts


def jobs_ended(assignment: Assignment) -> list[Ended]:
    """Return how students' jobs ended; 1 query."""
    rows = GradingJob.objects.filter(
        submission__assignment=assignment,
        state=JobState.DONE,
        lane=Lane.STUDENTS,
        finished_at__isnull=False,
    ).values_list("outcome", "finished_at", "submission__received_at")
    return [
        Ended(outcome, (finished - received).total_seconds())
        for outcome, finished, received in rows
        if finished is not None
    ]


def class_work(
    found: Iterable[HandIn],
    ended: Iterable[Ended],
    *,
    students: int,
    pass_percent: float | None,
) -> ClassWork:
    """Return the figures of what was found; pure."""
    by_person: dict[int, list[HandIn]] = defaultdict(list)
    numbers = set()
    for one in found:
        by_person[one.person].append(one)
        numbers.add(one.submission)
    done = list(ended)
    scored = {
        person: [one.percent for one in rows if one.percent is not None]
        for person, rows in by_person.items()
    }
    passes = (
        _until_passed(rows, pass_percent)
        for rows in by_person.values()
        if pass_percent is not None
    )
    return ClassWork(
        students=students,
        firsts={person: rows[0].received_at for person, rows in by_person.items()},
        best={person: max(values) for person, values in scored.items() if values},
        submissions=len(numbers),
        tries=tuple(len(rows) for rows in by_person.values()),
        tries_to_pass=tuple(count for count in passes if count),
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


def _percent(points: float | None, most: float | None) -> float | None:
    return 100 * points / most if points is not None and most else None
