"""The papers of one assignment: what is to be graded, what is done, by whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from portal.accounts.models import User
from portal.assessments.models import FIRST, SECOND, Assessment
from portal.assessments.selectors import RubricCheck, counts
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.marking.models import Plan
from portal.marking.papers import drawn_names, sealed
from portal.marking.selectors.checks import RubricChecks
from portal.marking.selectors.counted import Members, counted_in
from portal.marking.selectors.head import Deal, Head, head_of
from portal.submissions.models import Submission
from portal.submissions.parties import members_of

Found = dict[tuple[str, int], Assessment]  # by check and reading
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
    title: str
    head: Head
    papers: tuple[Paper, ...]
    checks: tuple[RubricCheck, ...]  # of the published version
    rubrics: RubricChecks
    rows: Mapping[int, Submission]  # every one that has a score
    members: Members  # for whom each of those came
    found: Mapping[int, Found]  # what people said, by submission
    names: Mapping[int, str]  # by lot, in blind mode

    @property
    def plan(self) -> Plan:
        return self.head.plan

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

    def members_of(self, submission: Submission) -> Sequence[Enrollment]:
        """Return for whom a submission came; no query where it has a score."""
        known = self.members.get(submission.pk)
        return members_of(submission) if known is None else known

    def said_of(self, submission: Submission, reading: int) -> dict[str, Assessment]:
        """Return what one reader found in a submission, by check; no query."""
        found = self.found.get(submission.pk, {})
        return {name: row for (name, which), row in found.items() if which == reading}

    def said_before(self, submission: Submission) -> dict[str, Assessment]:
        """Return what was finished of the same people's other submissions, by check.

        The newest of each; no query.
        """
        others = [
            row
            for row in self.rows.values()
            if _party(row) == _party(submission) and row.pk != submission.pk
        ]
        finished = [
            row
            for other in others
            for row in self.said_of(other, FIRST).values()
            if row.is_done
        ]
        for row in finished:
            row.submission = self.rows[row.submission_id]
        return {row.check_name: row for row in sorted(finished, key=lambda r: r.at)}


def plan_of(assignment: Assignment) -> Plan:
    """Return how an assignment is graded, as staff said or by default; 1 query."""
    found = Plan.objects.filter(assignment=assignment).first()
    return found or Plan(assignment=assignment)


def desk_of(assignment: Assignment, *, now: datetime) -> Desk:
    """Return the desk; the same number of queries at any size."""
    assignment, head = head_of(assignment)
    counted = counted_in(assignment, now=now)
    rubrics = RubricChecks(assignment)
    names = drawn_names(assignment, head.drawn) if head.plan.is_blind else {}
    found = _assessments(assignment)
    make = _Maker(assignment, rubrics, head.deals, names)
    papers = [
        make.paper(counted.rows[pk], people, found[pk])
        for pk, people in counted.people.items()
    ]
    papers.sort(key=lambda paper: paper.id)
    return Desk(
        assignment,
        counted.title,
        head,
        tuple(papers),
        rubrics.published,
        rubrics,
        counted.rows,
        counted.members,
        found,
        names,
    )


def _assessments(assignment: Assignment) -> Mapping[int, Found]:
    rows = Assessment.objects.filter(submission__assignment=assignment)
    found: dict[int, Found] = defaultdict(dict)
    for row in rows.select_related("author"):
        found[row.submission_id][row.check_name, row.reading] = row
    return found


def _party(submission: Submission) -> tuple[str, int]:
    if submission.team_id is None:
        return "one", submission.enrollment_id
    return "team", submission.team_id


@dataclass(frozen=True)
class _Maker:
    """Makes papers of what is known of an assignment."""

    assignment: Assignment
    rubrics: RubricChecks
    deals: Mapping[tuple[int, str, int], Deal]
    names: Mapping[int, str]

    def paper(
        self, submission: Submission, people: Sequence[Enrollment], found: Found
    ) -> Paper:
        """Return one submission as a paper."""
        states = {line["name"]: line["state"] for line in submission.score.lines}
        first: list[Station] = []
        second: list[Station] = []
        for check in self.rubrics.of(submission):
            is_closed = states.get(check.name) == "not_run"
            for reading, rows in ((FIRST, first), (SECOND, second)):
                row = found.get((check.name, reading))
                task = self._task(people, check.name, reading)
                if reading == FIRST or task is not None or row is not None:
                    rows.append(
                        _station(check, reading, row, task, is_closed=is_closed)
                    )
        names = [self.names.get(one.pk, "") or _name(one) for one in people]
        return Paper(
            id=sealed(submission.public_id, self.assignment),
            submission=submission,
            people=tuple(people),
            name=", ".join(names),
            stations=tuple(first),
            seconds=tuple(second),
        )

    def _task(
        self, people: Sequence[Enrollment], check: str, reading: int
    ) -> Deal | None:
        """Return whose task it is: for this check alone, else for the whole paper."""
        keys = [(one.pk, name, reading) for name in (check, "") for one in people]
        return next((self.deals[key] for key in keys if key in self.deals), None)


def _station(
    check: RubricCheck,
    reading: int,
    row: Assessment | None,
    task: Deal | None,
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
