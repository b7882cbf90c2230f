"""The papers of one assignment: what is to be graded, what is done, by whom."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from portal.accounts.models import User
from portal.assessments.models import FIRST, SECOND, Assessment
from portal.assessments.selectors import (
    RubricCheck,
    counts,
    editions_of,
    rubric_checks,
)
from portal.assignments.models import Assignment, AssignmentVersion
from portal.courses.models import Enrollment
from portal.marking.models import Allotment, Plan
from portal.marking.papers import drawn_names, sealed
from portal.marking.selectors.counted import counted_submissions
from portal.submissions.models import Submission

OPEN, BEGUN, DONE, CLOSED = "open", "begun", "done", "closed"


@dataclass(frozen=True)
class Station:
    """One check of one paper by one reader; ``closed`` where nothing is to be graded.

    ``grader`` is whose task it is, None where anybody's.
    """

    check: RubricCheck
    reading: int
    state: str
    points: float | None
    grader: User | None
    by: Assessment | None

    def is_for(self, viewer: User, first: "Station | None" = None) -> bool:
        """Say whether ``viewer`` may be asked to do it now."""
        if self.grader is not None:
            return self.grader.pk == viewer.pk
        return first is None or _author(first) != viewer.pk


@dataclass(frozen=True)
class Paper:
    """One counting submission; ``name`` is by lot in blind mode."""

    id: UUID
    submission: Submission
    people: tuple[Enrollment, ...]
    name: str
    stations: tuple[Station, ...]
    seconds: tuple[Station, ...]

    def station(self, check: str, reading: int = FIRST) -> Station | None:
        """Return one station of the paper."""
        rows = self.stations if reading == FIRST else self.seconds
        return next((row for row in rows if row.check.name == check), None)

    @property
    def section(self) -> str:
        return self.people[0].section.name if self.people[0].section else ""

    @property
    def is_done(self) -> bool:
        return all(row.state in (DONE, CLOSED) for row in self.stations)


@dataclass(frozen=True)
class Desk:
    """All papers of an assignment, in an order drawn by lot, the same for everybody."""

    assignment: Assignment
    plan: Plan
    papers: tuple[Paper, ...]
    checks: tuple[RubricCheck, ...]  # of the published version

    @cached_property
    def by_id(self) -> dict[UUID, Paper]:
        return {paper.id: paper for paper in self.papers}

    def stations(self, check: str = "", reading: int = FIRST) -> list[Station]:
        """Return every station, of one check or of all."""
        return [
            row
            for paper in self.papers
            for row in (paper.stations if reading == FIRST else paper.seconds)
            if check in ("", row.check.name)
        ]


def plan_of(assignment: Assignment) -> Plan:
    """Return how an assignment is graded, as staff said or by default; 1 query."""
    found = Plan.objects.filter(assignment=assignment).first()
    return found or Plan(assignment=assignment)


def desk_of(assignment: Assignment, *, now: datetime) -> Desk:
    """Return the desk; the same number of queries at any size."""
    plan = plan_of(assignment)
    counted = counted_submissions(assignment, now=now)
    checks = RubricChecks(assignment)
    names = drawn_names(assignment) if plan.is_blind else {}
    rows = Submission.objects.filter(pk__in=counted).select_related("score__job")
    found, allotted = _assessments(counted), _allotments(assignment)
    papers = [
        _paper(
            assignment,
            submission,
            counted[submission.pk],
            checks.of(submission),
            found[submission.pk],
            allotted,
            names,
        )
        for submission in rows
    ]
    papers.sort(key=lambda paper: paper.id)
    return Desk(assignment, plan, tuple(papers), checks.published)


class RubricChecks:
    """The rubric checks of every version of an assignment; 2 queries.

    ``instead`` are rubrics by file that take the place of those that hold, to see what
    they would do; None there means what the version's file says.
    """

    def __init__(
        self, assignment: Assignment, instead: Mapping[str, Any] | None = None
    ) -> None:
        editions = {**editions_of(assignment), **(instead or {})}
        known = {file: content for file, content in editions.items() if content}
        versions = AssignmentVersion.objects.filter(assignment=assignment)
        self._by_version = {
            pk: tuple(rubric_checks({"checks": checks, "rubrics": rubrics}, known))
            for pk, checks, rubrics in versions.values_list(
                "pk", "spec__checks", "spec__rubrics"
            )
        }
        self.published = self._by_version.get(assignment.published_version_id or 0, ())

    def of(self, submission: Submission) -> tuple[RubricCheck, ...]:
        """Return those whose points count for a submission that has a score."""
        job = submission.score.job
        return self._by_version[job.scored_under_id or job.version_id]


def _assessments(
    submissions: Iterable[int],
) -> Mapping[int, dict[tuple[str, int], Assessment]]:
    rows = Assessment.objects.filter(submission__in=list(submissions))
    found: dict[int, dict[tuple[str, int], Assessment]] = defaultdict(dict)
    for row in rows.select_related("author"):
        found[row.submission_id][row.check_name, row.reading] = row
    return found


def _allotments(assignment: Assignment) -> dict[tuple[int, str, int], Allotment]:
    rows = assignment.allotments.select_related("grader")
    return {(row.enrollment_id, row.check_name, row.reading): row for row in rows}


def _paper(
    assignment: Assignment,
    submission: Submission,
    people: Sequence[Enrollment],
    checks: Sequence[RubricCheck],
    found: Mapping[tuple[str, int], Assessment],
    allotted: Mapping[tuple[int, str, int], Allotment],
    names: Mapping[int, str],
) -> Paper:
    states = {line["name"]: line["state"] for line in submission.score.lines}
    first, second = [], []
    for check in checks:
        task = _task(allotted, people, check.name, FIRST)
        row = found.get((check.name, FIRST))
        is_closed = states.get(check.name) == "not_run"
        first.append(_station(check, FIRST, row, task, is_closed=is_closed))
        task = _task(allotted, people, check.name, SECOND)
        row = found.get((check.name, SECOND))
        if task is not None or row is not None:
            second.append(_station(check, SECOND, row, task, is_closed=is_closed))
    return Paper(
        id=sealed(submission.public_id, assignment),
        submission=submission,
        people=tuple(people),
        name=", ".join(names.get(one.pk, "") or _name(one) for one in people),
        stations=tuple(first),
        seconds=tuple(second),
    )


def _task(
    allotted: Mapping[tuple[int, str, int], Allotment],
    people: Sequence[Enrollment],
    check: str,
    reading: int,
) -> Allotment | None:
    """Return whose task it is: for this check alone, else for the whole paper."""
    keys = [(one.pk, name, reading) for name in (check, "") for one in people]
    return next((allotted[key] for key in keys if key in allotted), None)


def _station(
    check: RubricCheck,
    reading: int,
    row: Assessment | None,
    task: Allotment | None,
    *,
    is_closed: bool,
) -> Station:
    state = OPEN
    if is_closed:
        state = CLOSED
    elif row is not None and row.revision:
        state = DONE if counts(check, row) else BEGUN
    points = check.score(row).points if state in (BEGUN, DONE) else None
    return Station(check, reading, state, points, task.grader if task else None, row)


def _name(enrollment: Enrollment) -> str:
    return enrollment.user.name or enrollment.user.email


def _author(station: Station) -> int | None:
    return station.by.author_id if station.by else None
