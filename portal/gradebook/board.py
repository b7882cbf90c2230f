"""The board of an assignment: counting submissions by what was measured on them."""

from collections import defaultdict
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings

from graders.scoring import pareto
from graders.spec.model import Board
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.presence import absent_from, has_left
from portal.gradebook.pseudonyms import pseudonyms
from portal.gradebook.selectors import course_table
from portal.grading.models import MeasurementRecord, Score

PASSED = ("passed", "gate_passed", "partly")
Measured = dict[str, MeasurementRecord]


@dataclass(frozen=True)
class Entry:
    """One person's or team's model. ``rank`` is None where the gate is not met.

    Who ``is_away`` left the board: only staff are shown the entry, and nobody's rank
    counts it.
    """

    enrollment: Enrollment
    pseudonym: str
    submission: UUID
    quality: MeasurementRecord
    size: MeasurementRecord
    latency: MeasurementRecord
    points: float
    rank: int | None
    is_on_frontier: bool
    is_away: bool = False
    whose: tuple[Enrollment, ...] = ()  # all for whom it counts

    def is_of(self, enrollment: Enrollment) -> bool:
        """Say whether it is this person's, alone or in a team."""
        return enrollment.pk in {one.pk for one in self.whose}

    @property
    def people(self) -> str:
        """Name them, for staff."""
        return ", ".join(one.user.name for one in self.whose)

    @property
    def faster(self) -> float:
        """How many times as fast as the supplied model."""
        return 1.0 / max(share_of(self.latency), 1e-9)


@dataclass(frozen=True)
class Standings:
    """Everybody's entry, ranked first; ``names`` by enrollment, entered or not.

    ``away`` are public ids of enrollments, and ``left`` their entries.
    """

    entries: tuple[Entry, ...]
    names: dict[int, str]
    away: frozenset[str] = frozenset()
    left: tuple[Entry, ...] = ()

    def name_of(self, enrollment: Enrollment) -> str:
        """Return what this person is called here: in a team, what the team is."""
        entries = (*self.entries, *self.left)
        own = next((one for one in entries if one.is_of(enrollment)), None)
        return own.pseudonym if own else self.names[enrollment.pk]


def standings_of(assignment: Assignment, board: Board) -> Standings:
    """Return every counting submission that was measured.

    The same number of queries however many there are.
    """
    counting = counting_in(assignment)
    scores = {
        score.submission.public_id: score
        for score in Score.objects.filter(
            submission__public_id__in=counting
        ).select_related("submission")
    }
    names = names_in(assignment)
    measured = _measured(scores, board)
    found = [
        _entry(counting[key], names, scores[key], measured[key], board)
        for key in scores
        if len(measured[key]) == len(set(_wanted(board)))
    ]
    away = absent_from(assignment)
    present = [e for e in found if not has_left(e.whose, away)]
    left = [replace(e, is_away=True) for e in found if has_left(e.whose, away)]
    ranked = tuple(_ranked(present, board, scores))
    return Standings(ranked, names, away, tuple(sorted(left, key=_order)))


def share_of(record: MeasurementRecord) -> float:
    """Return a cost as a share of the supplied model's own."""
    return record.value / record.baseline if record.baseline else record.value


def counting_in(assignment: Assignment) -> dict[UUID, tuple[Enrollment, ...]]:
    """Return for whom each counting submission counts; one entry a team."""
    table = course_table(assignment.course)
    at = next(
        (n for n, c in enumerate(table.columns) if c.assignment.pk == assignment.pk),
        None,
    )
    if at is None:
        return {}
    found: dict[UUID, tuple[Enrollment, ...]] = {}
    for row in sorted(table.rows, key=lambda row: row.enrollment.pk):
        submission = row.cells[at].submission
        if submission is not None:
            found[submission] = (*found.get(submission, ()), row.enrollment)
    return found


def names_in(assignment: Assignment) -> dict[int, str]:
    """Return everybody's name here, also of those who handed in nothing yet."""
    everybody = assignment.course.enrollments.order_by("pk")
    people = {str(pk): pk for pk in everybody.values_list("pk", flat=True)}
    key = settings.INSTALLATION_KEY.encode()
    names = pseudonyms(key, str(assignment.public_id), list(people))
    return {people[who]: name for who, name in names.items()}


def _wanted(board: Board) -> tuple[str, str, str]:
    return board.quality, board.size, board.latency


def _measured(scores: dict[UUID, Score], board: Board) -> dict[UUID, Measured]:
    by_job = {score.job_id: key for key, score in scores.items()}
    records = MeasurementRecord.objects.filter(
        report__job__in=by_job, name__in=_wanted(board)
    ).select_related("report")
    found: dict[UUID, Measured] = defaultdict(dict)
    for record in records:
        found[by_job[record.report.job_id]][record.name] = record
    return found


def _entry(
    whose: tuple[Enrollment, ...],
    names: dict[int, str],
    score: Score,
    measured: Measured,
    board: Board,
) -> Entry:
    return Entry(
        enrollment=whose[0],
        whose=whose,
        pseudonym=names[whose[0].pk],
        submission=score.submission.public_id,
        quality=measured[board.quality],
        size=measured[board.size],
        latency=measured[board.latency],
        points=score.points,
        rank=None,
        is_on_frontier=False,
    )


def _ranked(
    entries: list[Entry], board: Board, scores: dict[UUID, Score]
) -> list[Entry]:
    met = [e for e in entries if _meets(scores[e.submission], board.gate)]
    points = {str(entry.submission): _point(entry) for entry in met}
    ranks = pareto.ranks(points)
    ahead = pareto.frontier([replace(point, latency=0.0) for point in points.values()])
    on_it = {key for key, is_ahead in zip(points, ahead, strict=True) if is_ahead}
    placed = [
        replace(
            entry,
            rank=ranks.get(str(entry.submission)),
            is_on_frontier=str(entry.submission) in on_it,
        )
        for entry in entries
    ]
    return sorted(placed, key=_order)


def _meets(score: Score, gate: str) -> bool:
    states = {line["name"]: line["state"] for line in score.lines}
    return not gate or states.get(gate) in PASSED


def _point(entry: Entry) -> pareto.Point:
    return pareto.Point(
        quality=entry.quality.value,
        size=share_of(entry.size),
        latency=share_of(entry.latency),
    )


def _order(entry: Entry) -> tuple[bool, int, float, str]:
    return entry.rank is None, entry.rank or 0, entry.size.value, entry.pseudonym
