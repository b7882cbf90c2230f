"""The board of an assignment: counting submissions by what was measured on them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import OuterRef

from graders.scoring import pareto
from graders.spec.model import Board
from portal.assignments.models import Assignment
from portal.courses.models import Enrollment
from portal.gradebook.entrants import Entrants, entrants_of
from portal.gradebook.presence import absent_from, has_left
from portal.grading.models import MeasurementRecord, Score
from portal.lib.listing import made, whole

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

    5 queries however many there are, 7 where slip days are spent.
    """
    entrants = entrants_of(assignment)
    scores = _scores(entrants.counting, board)
    found = [
        _entry(entrants, one, measured, board)
        for one in scores.values()
        if (measured := _measured(one, board))
    ]
    away = absent_from(assignment)
    present = [e for e in found if not has_left(e.whose, away)]
    left = [replace(e, is_away=True) for e in found if has_left(e.whose, away)]
    ranked = tuple(_ranked(present, board, scores))
    return Standings(ranked, entrants.names, away, tuple(sorted(left, key=_order)))


def share_of(record: MeasurementRecord) -> float:
    """Return a cost as a share of the supplied model's own."""
    return record.value / record.baseline if record.baseline else record.value


def _wanted(board: Board) -> tuple[str, str, str]:
    return board.quality, board.size, board.latency


def _scores(counting: Iterable[int], board: Board) -> dict[UUID, Score]:
    """Return the counting scores with what was measured, by submission; 1 query."""
    measured = MeasurementRecord.objects.filter(
        report__job=OuterRef("job"), name__in=_wanted(board)
    )
    scores = Score.objects.filter(submission__in=counting).order_by("pk")
    fetched = scores.select_related("submission").annotate(
        measured=whole(measured, "report")
    )
    return {score.submission.public_id: score for score in fetched}


def _measured(score: Any, board: Board) -> Measured | None:
    """Return quality, size and latency; None where one of them was not measured."""
    found = {one.name: one for one in made(MeasurementRecord, score.measured)}
    return found if len(found) == len(set(_wanted(board))) else None


def _entry(entrants: Entrants, score: Score, measured: Measured, board: Board) -> Entry:
    whose = entrants.counting[score.submission_id]
    return Entry(
        enrollment=whose[0],
        whose=whose,
        pseudonym=entrants.names[whose[0].pk],
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
